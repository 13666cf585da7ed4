--TEST--
Each codec keeps its own unfinished frames
--FILE--
<?php
use StreamIpc\Message\LogMessage;
use StreamIpc\Serialization\NativeMessageSerializer;
use StreamIpc\Transport\FrameCodec;

require __DIR__ . '/../support/frame.php';
require __DIR__ . '/../support/show.php';

$serializer = new NativeMessageSerializer();
[$a, $b] = [new FrameCodec($serializer), new FrameCodec($serializer)];
[$one, $two] = [frame_of(serialize(new LogMessage('one'))), frame_of(serialize(new LogMessage('two')))];
for ($i = 0; $i < strlen($one); $i++) {
    show(...$a->feed($one[$i]), ...$b->feed($two[$i]));
}
--EXPECT--
info: one
info: two
