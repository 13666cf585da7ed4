--TEST--
Messages outlive the codec that decoded them
--FILE--
<?php
use StreamIpc\Message\LogMessage;
use StreamIpc\Serialization\NativeMessageSerializer;
use StreamIpc\Transport\FrameCodec;

require __DIR__ . '/../support/frame.php';

$codec = new FrameCodec(new NativeMessageSerializer());
$messages = $codec->feed('junk' . frame_of(serialize(new LogMessage(str_repeat('x', 100_000)))));
unset($codec);
gc_collect_cycles();
var_dump($messages[0]->message, strlen($messages[1]->message));
--EXPECT--
string(4) "junk"
int(100000)
