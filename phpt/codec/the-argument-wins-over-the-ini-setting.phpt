--TEST--
A limit given to the codec wins over stream_ipc.max_frame_size, be it lower or higher
--INI--
stream_ipc.max_frame_size=20
--FILE--
<?php
use StreamIpc\Serialization\NativeMessageSerializer;
use StreamIpc\Transport\FrameCodec;

require __DIR__ . '/../support/frame.php';
require __DIR__ . '/../support/thrown.php';

$feed = fn(int $length, int $limit) => (new FrameCodec(new NativeMessageSerializer(), $limit))->feed(frame_of(str_repeat('x', $length)));
thrown(fn() => $feed(15, 10));
thrown(fn() => $feed(25, 30));
thrown(fn() => $feed(35, 30));
--EXPECT--
RuntimeException: Frame length 15 exceeds max 10
nothing thrown: array
RuntimeException: Frame length 35 exceeds max 30
