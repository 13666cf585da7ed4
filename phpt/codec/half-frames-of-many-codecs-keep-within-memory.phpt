--TEST--
Codecs share memory_limit: of five halves of frames that do not fit together one is gathered, the others are refused
--INI--
memory_limit=128M
--SKIPIF--
<?php if (!is_readable('/proc/self/status')) die('skip /proc is not there'); ?>
--FILE--
<?php

use StreamIpc\Serialization\NativeMessageSerializer;
use StreamIpc\Transport\FrameCodec;

require __DIR__ . '/../support/memory.php';
require __DIR__ . '/../support/frame.php';

$codecs = $refused = [];
for ($number = 0; $number < 5; $number++) {
    $codecs[] = $codec = new FrameCodec(new NativeMessageSerializer());
    $codec->feed(FrameCodec::MAGIC . pack('N', 100_000_000));
    for ($n = 0; $n < 90; $n++) {
        try {
            $codec->feed(str_repeat('x', 1_000_000));
        } catch (RuntimeException $e) {
            $refused[$number] = preg_replace('/\d+/', '#', $e->getMessage());
        }
    }
}
echo implode("\n", array_unique($refused)), "\n";
var_dump(array_keys($refused));
$behind = str_repeat('x', 10_000_000) . frame_of(serialize(new StreamIpc\Message\LogMessage('behind it')));
echo $codecs[4]->feed($behind)[0]->message, "\n";
// Those that are gone keep nothing.
unset($codec, $codecs[0]);
$codecs[1]->feed($behind);
$codecs[1]->feed(FrameCodec::MAGIC . pack('N', 100_000_000) . str_repeat('x', 20_000_000));
var_dump($codecs[1]->hasBufferedData(), peak_resident_bytes() < 210 << 20);
--EXPECT--
A frame of # bytes finds no room: all sessions together keep # bytes of what they have received, unfinished frames included, and may keep #. Take messages sooner, send less at once, or raise the limit (memory_limit in PHP)
array(4) {
  [0]=>
  int(1)
  [1]=>
  int(2)
  [2]=>
  int(3)
  [3]=>
  int(4)
}
behind it
bool(true)
bool(true)
