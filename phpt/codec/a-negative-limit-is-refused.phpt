--TEST--
A negative limit is refused
--FILE--
<?php
use StreamIpc\Serialization\NativeMessageSerializer;
use StreamIpc\Transport\FrameCodec;

require __DIR__ . '/../support/thrown.php';

thrown(fn() => new FrameCodec(new NativeMessageSerializer(), -1));
thrown(fn() => new FrameCodec(new NativeMessageSerializer(), maxFrame: PHP_INT_MIN));
thrown(fn() => new FrameCodec(new NativeMessageSerializer(), PHP_INT_MAX));
--EXPECT--
ValueError: StreamIpc\Transport\FrameCodec::__construct(): Argument #2 ($maxFrame) must be greater than or equal to 0
ValueError: StreamIpc\Transport\FrameCodec::__construct(): Argument #2 ($maxFrame) must be greater than or equal to 0
nothing thrown: StreamIpc\Transport\FrameCodec
