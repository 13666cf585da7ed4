--TEST--
Kept bytes that do not become the magic are junk, together with what follows them
--FILE--
<?php
use StreamIpc\Message\LogMessage;
use StreamIpc\Serialization\NativeMessageSerializer;
use StreamIpc\Transport\FrameCodec;

require __DIR__ . '/../support/frame.php';
require __DIR__ . '/../support/show.php';

$frame = frame_of(serialize(new LogMessage('whole')));
$streams = [
    ["\xF3", 'x'],
    ["\xF3\x4A", "\x9Dx"],
    ["\xF3\x4A\x9D", "\xF3\x4A\x9D", "\xE2\0\0\0\0"],
    ["\xF3\xF3", "\xF3" . substr($frame, 1)],
    ["\xF3\x4A\xF3", substr($frame, 1)],
];
foreach ($streams as $chunks) {
    echo "--\n";
    $codec = new FrameCodec(new NativeMessageSerializer());
    foreach ($chunks as $chunk) {
        show(...$codec->feed($chunk));
    }
    var_dump($codec->hasBufferedData());
}
--EXPECT--
--
junk: \363x
bool(false)
--
junk: \363J\235x
bool(false)
--
junk: \363J\235
error: 
bool(false)
--
junk: \363
junk: \363
info: whole
bool(false)
--
junk: \363J
info: whole
bool(false)
