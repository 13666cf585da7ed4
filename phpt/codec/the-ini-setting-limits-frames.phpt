--TEST--
stream_ipc.max_frame_size limits the frames of a codec that is given no limit
--INI--
stream_ipc.max_frame_size=20
--FILE--
<?php
use StreamIpc\Serialization\NativeMessageSerializer;
use StreamIpc\Transport\FrameCodec;

require __DIR__ . '/../support/frame.php';
require __DIR__ . '/../support/thrown.php';

$feed = fn(int $length, FrameCodec $codec) => $codec->feed(frame_of(str_repeat('x', $length)));
thrown(fn() => $feed(20, new FrameCodec(new NativeMessageSerializer())));
thrown(fn() => $feed(21, new FrameCodec(new NativeMessageSerializer())));
thrown(fn() => $feed(21, new FrameCodec(new NativeMessageSerializer(), null)));
ini_set('stream_ipc.max_frame_size', '30');
thrown(fn() => $feed(31, new FrameCodec(new NativeMessageSerializer())));
ini_set('stream_ipc.max_frame_size', '0');
thrown(fn() => $feed(100_000, new FrameCodec(new NativeMessageSerializer())));
--EXPECT--
nothing thrown: array
RuntimeException: Frame length 21 exceeds max 20
RuntimeException: Frame length 21 exceeds max 20
RuntimeException: Frame length 31 exceeds max 30
nothing thrown: array
