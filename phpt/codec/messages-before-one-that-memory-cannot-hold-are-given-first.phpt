--TEST--
A frame that memory_limit has no room for, between good ones: first those before it, then the exception, then the others
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
$good = fn(string $text) => frame_of(serialize(new LogMessage($text)));
$feed = function (string $bytes) use ($codec) {
    try {
        show(...$codec->feed($bytes));
    } catch (RuntimeException $e) {
        echo preg_replace('/\d+/', '#', $e->getMessage()), "\n";
    }
};

$feed($good('one') . 'junk' . greedy_frame() . $good('two') . greedy_frame() . greedy_frame() . $good('three'));
var_dump($codec->hasBufferedData());
$feed($good('four'));
$feed('');
$feed('');
$feed('');
$feed($good('five'));
var_dump($codec->hasBufferedData());
--EXPECT--
info: one
junk: junk
bool(true)
A frame of # bytes needs about # bytes of memory, but memory_limit leaves #: raise it, or send less at once
info: two
A frame of # bytes needs about # bytes of memory, but memory_limit leaves #: raise it, or send less at once
A frame of # bytes needs about # bytes of memory, but memory_limit leaves #: raise it, or send less at once
info: three
info: four
info: five
bool(false)
