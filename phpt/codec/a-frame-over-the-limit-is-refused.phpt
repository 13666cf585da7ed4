--TEST--
A frame up to the limit is taken, one byte more is refused as soon as its header is there
--FILE--
<?php
use StreamIpc\Message\LogMessage;
use StreamIpc\Serialization\NativeMessageSerializer;
use StreamIpc\Transport\FrameCodec;

require __DIR__ . '/../support/frame.php';
require __DIR__ . '/../support/show.php';
require __DIR__ . '/../support/thrown.php';

$payload = serialize(new LogMessage('just right'));
$limit = strlen($payload);
show(...(new FrameCodec(new NativeMessageSerializer(), $limit))->feed(frame_of($payload)));
thrown(fn() => (new FrameCodec(new NativeMessageSerializer(), $limit - 1))->feed(frame_of($payload)));
thrown(fn() => (new FrameCodec(new NativeMessageSerializer(), 10))->feed("\xF3\x4A\x9D\xE2\xFF\xFF\xFF\xFF"));
thrown(fn() => (new FrameCodec(new NativeMessageSerializer(), 0))->feed("\xF3\x4A\x9D\xE2\0\0\0\x01"));
--EXPECT--
info: just right
RuntimeException: Frame length 95 exceeds max 94
RuntimeException: Frame length 4294967295 exceeds max 10
RuntimeException: Frame length 1 exceeds max 0
