--TEST--
One to three bytes that may start the magic wait for the next chunk; what comes before them does not
--FILE--
<?php
use StreamIpc\Message\LogMessage;
use StreamIpc\Serialization\NativeMessageSerializer;
use StreamIpc\Transport\FrameCodec;

require __DIR__ . '/../support/frame.php';
require __DIR__ . '/../support/show.php';

$frame = frame_of(serialize(new LogMessage('whole')));
foreach ([1, 2, 3] as $cut) {
    $codec = new FrameCodec(new NativeMessageSerializer());
    echo "-- $cut\n";
    show(...$codec->feed('junk' . substr($frame, 0, $cut)));
    var_dump($codec->hasBufferedData());
    show(...$codec->feed(substr($frame, $cut)));
}
--EXPECT--
-- 1
junk: junk
bool(true)
info: whole
-- 2
junk: junk
bool(true)
info: whole
-- 3
junk: junk
bool(true)
info: whole
