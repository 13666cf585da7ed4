--TEST--
An idle session takes less than 2 KiB of memory outside of PHP's own
--SKIPIF--
<?php if (!is_readable('/proc/self/status')) die('skip /proc is not there'); ?>
--FILE--
<?php

use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/peers.php';
require __DIR__ . '/../support/memory.php';

const SESSIONS = 450;
$outside = fn () => resident_bytes() - memory_get_usage();
$make = function (int $count) {
    for ($sessions = []; count($sessions) < $count;) {
        [$sessions[], $sockets[]] = session_and_socket($peer ??= new NativeIpcPeer());
    }
    $peer->tick(0);
    return [$sessions, $sockets];
};
$first = $make(10);
$before = $outside();
$all = $make(SESSIONS);
$each = ($outside() - $before) / SESSIONS;
echo $each < 2048 ? "less than 2 KiB\n" : "$each bytes\n";
--EXPECT--
less than 2 KiB
