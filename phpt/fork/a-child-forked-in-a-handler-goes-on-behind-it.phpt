--TEST--
A child that is forked in a handler goes on behind it, and so does the parent
--SKIPIF--
<?php if (!extension_loaded('pcntl') || !extension_loaded('posix')) die('skip pcntl and posix are needed'); ?>
--FILE--
<?php

use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/peers.php';
require __DIR__ . '/../support/forks.php';

$peer = new NativeIpcPeer();
[$session, $socket] = session_and_socket($peer);
$parents = start_worker($peer, ECHO_WORKER);
$pid = null;
$session->onMessage(function (LogMessage $message) use (&$pid) {
    $pid = $message->message === 'fork' ? pcntl_fork() : $pid;
});
fwrite($socket, frame(new LogMessage('fork')) . frame(new LogMessage('behind it')));
$peer->tick(10);
if ($pid === 0) {
    $parents->close();
    $session = start_worker($peer, ECHO_WORKER);
    echo ask($session, 'child', 100), "\n";
    exit;
}
$own = ask($parents, 'parent', 100);
echo exit_status($pid), "\n$own\n";
--EXPECT--
100 replies to the child
0
100 replies to the parent
