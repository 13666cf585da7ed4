--TEST--
A command that cannot start, as there are too few descriptors, leaks none
--SKIPIF--
<?php if (!extension_loaded('posix') || PHP_OS_FAMILY !== 'Linux') die('skip posix and Linux are needed'); ?>
--FILE--
<?php

use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/peers.php';
require __DIR__ . '/../support/processes.php';

$descriptors = fn (): int => count(scandir('/proc/self/fd'));
$peer = new NativeIpcPeer();
session_pair($peer);
$before = $descriptors();
for ($free = 0; $free <= 10; $free++) {
    // All are taken but so many.
    $limit = limit_descriptors($before + 20);
    $taken = [];
    while ($stream = @fopen('/dev/null', 'r')) {
        $taken[] = $stream;
    }
    array_splice($taken, 0, $free);
    try {
        $session = $peer->createCommandSession('exec cat', []);
        $outcome = 'started';
        $session->close();
        unset($session);
    } catch (RuntimeException $e) {
        $outcome = $e->getMessage();
    }
    $taken = $stream = null;
    // The process keeps one until it has ended and is collected.
    tick_until($peer, fn () => $outcome !== 'started' || $descriptors() <= $before);
    limit_descriptors($limit);
    echo "$free free: $outcome, ", $descriptors() - $before, " more\n";
}
?>
--EXPECTF--
0 free: Failed to start command process: cannot make pipes to it: Too many open files (os error 24); is the limit of open files (ulimit -n) reached?, 0 more
%A
7 free: %s, 0 more
8 free: %s, 0 more
9 free: started, 0 more
10 free: started, 0 more
