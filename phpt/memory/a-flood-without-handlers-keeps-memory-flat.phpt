--TEST--
A flood of messages without a handler, and of replies nobody asked for, keeps memory flat
--INI--
memory_limit=32M
--SKIPIF--
<?php if (!is_readable('/proc/self/status')) die('skip /proc is not there'); ?>
--FILE--
<?php

use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/peers.php';
require __DIR__ . '/../support/memory.php';

$peer = new NativeIpcPeer();
$session = start_worker($peer, <<<'PHP'
    $codec = new StreamIpc\Transport\FrameCodec(new StreamIpc\Serialization\NativeMessageSerializer());
    $message = new LogMessage(str_repeat('x', 1000));
    $frames = str_repeat($codec->pack($message) . $codec->pack(new StreamIpc\Envelope\ResponseEnvelope('nobody', $message)), 100);
    for ($i = 0; $i < 500; $i++) {
        fwrite(STDOUT, $frames);
    }
    PHP);
$peer->tick(20);
$before = resident_bytes();
tick_until($peer, fn () => !$session->isOpen());
var_dump(peak_resident_bytes() - $before < 16 << 20, memory_get_peak_usage() < 16 << 20);
--EXPECT--
bool(true)
bool(true)
