--TEST--
send() writes what FrameCodec packs
--FILE--
<?php

use StreamIpc\Message\LogMessage;
use StreamIpc\Serialization\JsonMessageSerializer;
use StreamIpc\Serialization\NativeMessageSerializer;
use StreamIpc\Transport\FrameCodec;
use StreamIpc\Transport\NativeMessageTransport;

[$ours, $theirs] = stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_STREAM, 0);
foreach ([new NativeMessageSerializer(), new JsonMessageSerializer()] as $serializer) {
    (new NativeMessageTransport($ours, [$ours], $serializer))->send(new LogMessage('hello', 'notice'));
    var_dump(fread($theirs, 1000) === (new FrameCodec($serializer))->pack(new LogMessage('hello', 'notice')));
}
--EXPECT--
bool(true)
bool(true)
