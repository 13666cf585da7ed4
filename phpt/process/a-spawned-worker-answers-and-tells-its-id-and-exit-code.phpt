--TEST--
spawn() starts a program without a shell; the session tells its process id, whether it runs, and its exit code
--SKIPIF--
<?php if (!extension_loaded('pcntl') || !extension_loaded('posix') || PHP_OS_FAMILY !== 'Linux') die('skip pcntl, posix and Linux are needed'); ?>
--FILE--
<?php

use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/spawned.php';

$peer = new NativeIpcPeer();
$session = spawn_worker($peer, <<<'PHP'
    $peer = new NativeIpcPeer();
    $peer->createStdioSession()->onRequest(fn () => new LogMessage(getmypid() . ' ' . posix_getpgid(0) . ' ' . posix_getppid()));
    $peer->run();
    exit(3);
    PHP);
$pid = $session->getPid();
var_dump($session->request(new LogMessage('who?'))->await()->message === "$pid $pid " . getmypid());
var_dump($session->isRunning(), $session->getExitCode(), $session->getTermSignal());
$session->onClose(function ($session) { echo 'closed, exit code ', json_encode($session->getExitCode()), "\n"; });
$session->close();
var_dump(ends($pid), $session->isRunning(), $session->getExitCode(), $session->getTermSignal());
?>
--EXPECT--
bool(true)
bool(true)
NULL
NULL
closed, exit code null
bool(true)
bool(false)
int(3)
NULL
