--TEST--
Short frames among refused ones, while a write waits, keep no more memory than memory_limit
--INI--
memory_limit=32M
stream_ipc.max_frame_size=1000
--SKIPIF--
<?php if (!is_readable('/proc/self/status')) die('skip /proc is not there'); ?>
--FILE--
<?php

use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/processes.php';
require __DIR__ . '/../support/memory.php';

pcntl_alarm(100);
$peer = new NativeIpcPeer();
$session = start_bare_worker($peer, <<<'PHP'
    $frames = frame(new LogMessage('short')) . frame(new LogMessage(str_repeat('x', 65_000)));
    while (@fwrite(STDOUT, $frames)) {
    }
    PHP);
try {
    $session->notify(new LogMessage(str_repeat('y', 4 << 20)));
} catch (RuntimeException $e) {
    echo preg_replace('/take \d+ bytes/', 'take # bytes', $e->getMessage()), "\n";
}
$session->close();
var_dump(peak_resident_bytes() < 100 << 20);
--EXPECT--
While a message waited to be sent, the other side sent without reading: its messages take # bytes of memory, more than memory_limit (33554432 bytes) may hold
bool(true)
