--TEST--
stream_ipc.max_frame_size takes a size with a unit, as memory_limit does
--INI--
stream_ipc.max_frame_size=1K
--FILE--
<?php
use StreamIpc\Serialization\NativeMessageSerializer;
use StreamIpc\Transport\FrameCodec;

require __DIR__ . '/../support/frame.php';
require __DIR__ . '/../support/thrown.php';

$feed = fn(int $length) => (new FrameCodec(new NativeMessageSerializer()))->feed(frame_of(str_repeat('x', $length)));
thrown(fn() => $feed(1024));
thrown(fn() => $feed(1025));
ini_set('stream_ipc.max_frame_size', '2M');
thrown(fn() => $feed(2_097_152));
thrown(fn() => $feed(2_097_153));
--EXPECT--
nothing thrown: array
RuntimeException: Frame length 1025 exceeds max 1024
nothing thrown: array
RuntimeException: Frame length 2097153 exceeds max 2097152
