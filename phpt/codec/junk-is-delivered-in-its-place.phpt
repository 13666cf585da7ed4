--TEST--
Bytes outside a frame become one junk message for each run, in their place
--FILE--
<?php
use StreamIpc\Message\LogMessage;
use StreamIpc\Serialization\NativeMessageSerializer;
use StreamIpc\Transport\FrameCodec;

require __DIR__ . '/../support/frame.php';
require __DIR__ . '/../support/show.php';

[$one, $two] = [frame_of(serialize(new LogMessage('one'))), frame_of(serialize(new LogMessage('two')))];
foreach (["before$one", "{$one}between$two", "{$two}after", "a{$one}b{$two}c", "$one$two", "only junk\r\n\0", "\x4A\x9D\xE2", ''] as $bytes) {
    echo "--\n";
    show(...(new FrameCodec(new NativeMessageSerializer()))->feed($bytes));
}
--EXPECT--
--
junk: before
info: one
--
info: one
junk: between
info: two
--
info: two
junk: after
--
junk: a
info: one
junk: b
info: two
junk: c
--
info: one
info: two
--
junk: only junk\r\n\000
--
junk: J\235\342
--
