--TEST--
A process that forks after many ticks goes on, and so does its child, each with a session of its own
--SKIPIF--
<?php if (!extension_loaded('pcntl') || !extension_loaded('posix')) die('skip pcntl and posix are needed'); ?>
--FILE--
<?php

use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/peers.php';
require __DIR__ . '/../support/forks.php';

$peer = new NativeIpcPeer();
$parents = start_worker($peer, ECHO_WORKER);
$childs = start_worker($peer, ECHO_WORKER);
echo ask($parents, 'parent', 10), "\n", ask($childs, 'parent', 10), "\n";
$pid = fork(function () use ($parents, $childs) {
    $parents->close();
    echo ask($childs, 'child', 500), "\n";
});
$childs->close();
$own = ask($parents, 'parent', 500);
echo exit_status($pid), "\n$own\n";
--EXPECT--
10 replies to the parent
10 replies to the parent
500 replies to the child
0
500 replies to the parent
