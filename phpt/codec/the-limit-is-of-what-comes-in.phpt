--TEST--
The limit holds for received frames only: pack() ignores it
--FILE--
<?php
use StreamIpc\Message\LogMessage;
use StreamIpc\Serialization\NativeMessageSerializer;
use StreamIpc\Transport\FrameCodec;

$message = new LogMessage('longer than ten bytes');
$frame = (new FrameCodec(new NativeMessageSerializer(), 10))->pack($message);
var_dump((new FrameCodec(new NativeMessageSerializer()))->feed($frame) == [$message]);
--EXPECT--
bool(true)
