--TEST--
pack() gives the magic, the payload's length as 32-bit big-endian, and the payload
--FILE--
<?php
use StreamIpc\Message\LogMessage;
use StreamIpc\Serialization\NativeMessageSerializer;
use StreamIpc\Transport\FrameCodec;

$codec = new FrameCodec(new NativeMessageSerializer());
foreach ([0, 1, 255, 256, 70_000, 17_000_000] as $length) {
    $message = new LogMessage(str_repeat('x', $length));
    $payload = serialize($message);
    var_dump($codec->pack($message) === "\xF3\x4A\x9D\xE2" . pack('N', strlen($payload)) . $payload);
}
--EXPECT--
bool(true)
bool(true)
bool(true)
bool(true)
bool(true)
bool(true)
