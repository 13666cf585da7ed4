--TEST--
A header that announces gigabytes takes no memory before the bytes are there
--INI--
memory_limit=-1
--FILE--
<?php
use StreamIpc\Serialization\NativeMessageSerializer;
use StreamIpc\Transport\FrameCodec;

$resident = fn() => (int) explode(' ', file_get_contents('/proc/self/statm'))[1];
$before = $resident();
$codecs = [];
for ($i = 0; $i < 100; $i++) {
    $codecs[$i] = new FrameCodec(new NativeMessageSerializer());
    $codecs[$i]->feed("\xF3\x4A\x9D\xE2\xFF\xFF\xFF\xFF" . 'a few bytes');
}
var_dump($codecs[99]->hasBufferedData(), ($resident() - $before) * 4096 < 32 << 20);
--SKIPIF--
<?php if (!is_readable('/proc/self/statm')) die('skip /proc is not there'); ?>
--EXPECT--
bool(true)
bool(true)
