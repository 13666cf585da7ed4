--TEST--
The messages of a thousand sessions in one tick keep within memory_limit, and all are dispatched
--SKIPIF--
<?php
if (!is_readable('/proc/self/status')) die('skip /proc is not there');
if (!extension_loaded('posix') || posix_getrlimit()['hard openfiles'] !== 'unlimited' && posix_getrlimit()['hard openfiles'] < 2100) die('skip too few open files are allowed');
?>
--FILE--
<?php

use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/processes.php';

const SESSIONS = 1000;
pcntl_alarm(100);
$process = proc_open('ulimit -n 2100 && exec ' . worker_command(with_support(<<<'PHP'
    ini_set('memory_limit', '64M');
    require dirname(getenv('SUPPORT')) . '/support/memory.php';
    $peer = new NativeIpcPeer();
    $bytes = str_repeat(frame(new LogMessage(str_repeat('x', 15_000))), 10);
    $left = 0;
    for ($number = 0; $number < 1000; $number++) {
        [$session, $sockets[]] = [$last] = session_and_socket($peer);
        stream_set_blocking(end($sockets), false);
        $left += intdiv(fwrite(end($sockets), $bytes), strlen($bytes) / 10);
        $session->onMessage(function () use (&$left) { $left--; });
    }
    $sent = $left;
    $before = resident_bytes();
    for ($ticks = 0; $left > 0 && $ticks < 1000; $ticks++) {
        $peer->tick(0);
    }
    echo json_encode([$sent > 5000, $left, peak_resident_bytes() - $before < 64 << 20]), "\n";
    PHP)), [1 => ['pipe', 'w']], $pipes, null, ['SUPPORT' => __DIR__] + getenv());
echo stream_get_contents($pipes[1]);
--EXPECT--
[true,0,true]
