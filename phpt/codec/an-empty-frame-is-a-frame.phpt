--TEST--
A frame without payload goes to the serializer like any other
--FILE--
<?php
use StreamIpc\Serialization\{JsonMessageSerializer, NativeMessageSerializer};
use StreamIpc\Transport\FrameCodec;

require __DIR__ . '/../support/frame.php';
require __DIR__ . '/../support/show.php';

show(...(new FrameCodec(new NativeMessageSerializer()))->feed(frame_of('') . frame_of('')));
show(...(new FrameCodec(new JsonMessageSerializer(), 0))->feed(frame_of('')));
--EXPECT--
error: 
error: 
ErrorMessage: json_decode failed:
JsonException: Syntax error
