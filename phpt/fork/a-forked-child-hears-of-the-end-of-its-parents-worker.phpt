--TEST--
A forked child that goes on with its parent's session hears of the end of the worker, though it is not its own
--SKIPIF--
<?php if (!extension_loaded('pcntl') || !extension_loaded('posix')) die('skip pcntl and posix are needed'); ?>
--FILE--
<?php

use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/peers.php';

$peer = new NativeIpcPeer();
$session = $peer->createCommandSession('exec cat', getenv());
$session->onClose(function ($session) { echo 'closed, ' . json_encode([$session->isRunning(), $session->getExitCode()]) . "\n"; });
if (pcntl_fork() === 0) {
    posix_kill($session->getPid(), SIGKILL);
    $session->terminate();
    tick_until($peer, fn () => !$session->isOpen());
    exit;
}
pcntl_wait($status);
tick_until($peer, fn () => !$session->isOpen());
?>
--EXPECT--
closed, [false,null]
closed, [false,null]
