--TEST--
feed() gives a list, empty where no message is complete
--FILE--
<?php
use StreamIpc\Message\LogMessage;
use StreamIpc\Serialization\NativeMessageSerializer;
use StreamIpc\Transport\FrameCodec;

require __DIR__ . '/../support/frame.php';

$codec = new FrameCodec(new NativeMessageSerializer());
$frame = frame_of(serialize(new LogMessage('x')));
var_dump($codec->feed(''), $codec->feed(substr($frame, 0, 20)), $codec->feed(''));
var_dump(array_keys($codec->feed(substr($frame, 20) . 'junk' . $frame)));
--EXPECT--
array(0) {
}
array(0) {
}
array(0) {
}
array(3) {
  [0]=>
  int(0)
  [1]=>
  int(1)
  [2]=>
  int(2)
}
