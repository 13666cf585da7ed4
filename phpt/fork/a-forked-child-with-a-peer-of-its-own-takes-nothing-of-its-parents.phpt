--TEST--
A forked child that ticks a peer of its own takes nothing that comes for its parent's peer
--SKIPIF--
<?php if (!extension_loaded('pcntl') || !extension_loaded('posix')) die('skip pcntl and posix are needed'); ?>
--FILE--
<?php

use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/peers.php';
require __DIR__ . '/../support/forks.php';

$peer = new NativeIpcPeer();
$session = start_worker($peer, ECHO_WORKER);
echo ask($session, 'parent', 5), "\n";
$pid = fork(function () {
    $session = start_worker($peer = new NativeIpcPeer(), ECHO_WORKER);
    echo ask($session, 'child', 2000), "\n";
});
$own = ask($session, 'parent', 2000);
echo exit_status($pid), "\n$own\n";
--EXPECT--
5 replies to the parent
2000 replies to the child
0
2000 replies to the parent
