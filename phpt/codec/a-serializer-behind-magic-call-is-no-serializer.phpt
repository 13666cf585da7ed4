--TEST--
The codec takes a MessageSerializer and nothing that merely looks like one
--FILE--
<?php
use StreamIpc\Transport\FrameCodec;

require __DIR__ . '/../support/thrown.php';

$lookalike = new class {
    public function serialize($data) { return ''; }
    public function deserialize($data) { return null; }
};
thrown(fn() => new FrameCodec($lookalike));
thrown(fn() => new FrameCodec(null));
thrown(fn() => new FrameCodec('serialize'));
--EXPECTF--
TypeError: StreamIpc\Transport\FrameCodec::__construct(): Argument #1 ($serializer) must be of type StreamIpc\Serialization\MessageSerializer, class@anonymous given%S
TypeError: StreamIpc\Transport\FrameCodec::__construct(): Argument #1 ($serializer) must be of type StreamIpc\Serialization\MessageSerializer, null given%S
TypeError: StreamIpc\Transport\FrameCodec::__construct(): Argument #1 ($serializer) must be of type StreamIpc\Serialization\MessageSerializer, string given%S
