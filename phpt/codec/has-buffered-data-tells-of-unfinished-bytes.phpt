--TEST--
hasBufferedData() says whether the codec holds a part of a frame
--FILE--
<?php
use StreamIpc\Message\LogMessage;
use StreamIpc\Serialization\NativeMessageSerializer;
use StreamIpc\Transport\FrameCodec;

require __DIR__ . '/../support/frame.php';

$codec = new FrameCodec(new NativeMessageSerializer(), 1000);
$after = function (string $bytes) use ($codec): string {
    try {
        $codec->feed($bytes);
    } catch (RuntimeException $e) {
        echo $e->getMessage(), ', ';
    }
    return $codec->hasBufferedData() ? 'buffered' : 'nothing buffered';
};
$frame = frame_of(serialize(new LogMessage('x')));

echo 'new: ', $codec->hasBufferedData() ? 'buffered' : 'nothing buffered', "\n";
echo 'junk: ', $after('junk'), "\n";
echo 'part of the magic: ', $after(substr($frame, 0, 3)), "\n";
echo 'part of the header: ', $after(substr($frame, 3, 4)), "\n";
echo 'part of the payload: ', $after(substr($frame, 7, 10)), "\n";
echo 'the rest: ', $after(substr($frame, 17)), "\n";
$long = frame_of(str_repeat('y', 1001));
echo 'part of a frame over the limit: ', $after(substr($long, 0, 500)), "\n";
echo 'the rest of it: ', $after(substr($long, 500)), "\n";
echo 'a whole one behind a message: ', $after($frame . $long), "\n";
echo 'told: ', $after(''), "\n";
--EXPECT--
new: nothing buffered
junk: nothing buffered
part of the magic: buffered
part of the header: buffered
part of the payload: buffered
the rest: nothing buffered
part of a frame over the limit: Frame length 1001 exceeds max 1000, buffered
the rest of it: nothing buffered
a whole one behind a message: buffered
told: Frame length 1001 exceeds max 1000, nothing buffered
