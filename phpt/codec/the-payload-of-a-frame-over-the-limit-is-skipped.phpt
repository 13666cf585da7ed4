--TEST--
The payload of a frame over the limit is skipped, in however many pieces it comes and whatever is in it
--FILE--
<?php
use StreamIpc\Message\LogMessage;
use StreamIpc\Serialization\NativeMessageSerializer;
use StreamIpc\Transport\FrameCodec;

require __DIR__ . '/../support/frame.php';
require __DIR__ . '/../support/show.php';

$good = frame_of(serialize(new LogMessage('good')));
$stream = frame_of("hidden: $good" . str_repeat('L', 100)) . $good . 'junk' . $good;
$codec = new FrameCodec(new NativeMessageSerializer(), 92);
foreach (str_split($stream) as $byte) {
    try {
        show(...$codec->feed($byte));
    } catch (RuntimeException $e) {
        echo $e->getMessage(), "\n";
    }
}
--EXPECT--
Frame length 204 exceeds max 92
info: good
junk: j
junk: u
junk: n
junk: k
info: good
