--TEST--
A frame of 8 MB in chunks of 1 KB is decoded without copying what is there again and again
--FILE--
<?php
use StreamIpc\Message\LogMessage;
use StreamIpc\Serialization\NativeMessageSerializer;
use StreamIpc\Transport\FrameCodec;

$codec = new FrameCodec(new NativeMessageSerializer());
$message = new LogMessage(str_repeat('0123456789abcdef', 1 << 19));
$chunks = str_split($codec->pack($message), 1024);
$received = [];
$start = hrtime(true);
foreach ($chunks as $chunk) {
    array_push($received, ...$codec->feed($chunk));
}
// Quadratic copying would move 32 GB, which takes several seconds.
var_dump($received == [$message], hrtime(true) - $start < 2e9);
--EXPECT--
bool(true)
bool(true)
