--TEST--
A codec decodes a frame that is cut in two at any byte
--FILE--
<?php
use StreamIpc\Message\LogMessage;
use StreamIpc\Serialization\NativeMessageSerializer;
use StreamIpc\Transport\FrameCodec;

require __DIR__ . '/../support/frame.php';

$message = new LogMessage("inside: \xF3\x4A\x9D\xE2");
$frame = frame_of(serialize($message));
$codec = new FrameCodec(new NativeMessageSerializer());
$right = 0;
for ($cut = 1; $cut < strlen($frame); $cut++) {
    $early = $codec->feed(substr($frame, 0, $cut));
    $right += $early === [] && $codec->hasBufferedData() && $codec->feed(substr($frame, $cut)) == [$message];
}
var_dump($right === strlen($frame) - 1, $codec->hasBufferedData());
--EXPECT--
bool(true)
bool(false)
