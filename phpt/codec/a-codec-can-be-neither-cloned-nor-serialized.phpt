--TEST--
A codec cannot be cloned, serialized, or made without its constructor
--FILE--
<?php
use StreamIpc\Serialization\NativeMessageSerializer;
use StreamIpc\Transport\FrameCodec;

require __DIR__ . '/../support/thrown.php';

$codec = new FrameCodec(new NativeMessageSerializer());
thrown(fn() => clone $codec);
thrown(fn() => serialize($codec));
thrown(fn() => unserialize('O:30:"StreamIpc\Transport\FrameCodec":0:{}'));
thrown(fn() => (new ReflectionClass($codec))->newInstanceWithoutConstructor());
--EXPECT--
Error: Trying to clone an uncloneable object of class StreamIpc\Transport\FrameCodec
Exception: Serialization of 'StreamIpc\Transport\FrameCodec' is not allowed
Exception: Unserialization of 'StreamIpc\Transport\FrameCodec' is not allowed
ReflectionException: Class StreamIpc\Transport\FrameCodec is an internal class marked as final that cannot be instantiated without invoking its constructor
