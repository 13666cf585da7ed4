--TEST--
A frame over the limit between good ones: first those before it, then the exception, then the others
--FILE--
<?php
use StreamIpc\Message\LogMessage;
use StreamIpc\Serialization\NativeMessageSerializer;
use StreamIpc\Transport\FrameCodec;

require __DIR__ . '/../support/frame.php';
require __DIR__ . '/../support/show.php';
require __DIR__ . '/../support/thrown.php';

$codec = new FrameCodec(new NativeMessageSerializer(), 100);
$good = fn(string $text) => frame_of(serialize(new LogMessage($text)));
$long = frame_of(str_repeat('L', 101));

show(...$codec->feed($good('one') . 'junk' . $long . $good('two') . $long . $long . $good('three')));
thrown(fn() => $codec->feed($good('four')));
show(...$codec->feed(''));
thrown(fn() => $codec->feed(''));
thrown(fn() => $codec->feed(''));
show(...$codec->feed($good('five')));
var_dump($codec->hasBufferedData());
--EXPECT--
info: one
junk: junk
RuntimeException: Frame length 101 exceeds max 100
info: two
RuntimeException: Frame length 101 exceeds max 100
RuntimeException: Frame length 101 exceeds max 100
info: three
info: four
info: five
bool(false)
