--TEST--
A frame that memory_limit has no room for is an exception, and the codec goes on behind it
--INI--
memory_limit=32M
--FILE--
<?php
use StreamIpc\Message\LogMessage;
use StreamIpc\Serialization\NativeMessageSerializer;
use StreamIpc\Transport\FrameCodec;

require __DIR__ . '/../support/frame.php';
require __DIR__ . '/../support/show.php';

$codec = new FrameCodec(new NativeMessageSerializer());
$length = 40_000_000;
$exceptions = 0;
$feed = function (string $bytes) use ($codec, &$exceptions): array {
    try {
        return $codec->feed($bytes);
    } catch (RuntimeException) {
        $exceptions++;
        return [];
    }
};

show(...$feed("\xF3\x4A\x9D\xE2" . pack('N', $length)));
for ($i = 0; $i < 40; $i++) {
    show(...$feed(str_repeat('x', 1_000_000)));
}
show(...$feed(frame_of(serialize(new LogMessage('behind it')))));
var_dump($exceptions, $codec->hasBufferedData());
--EXPECT--
info: behind it
int(1)
bool(false)
