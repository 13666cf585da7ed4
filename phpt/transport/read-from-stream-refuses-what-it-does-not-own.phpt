--TEST--
readFromStream() refuses anything but its read streams
--FILE--
<?php

use StreamIpc\Serialization\NativeMessageSerializer;
use StreamIpc\Transport\NativeMessageTransport;

[$ours, $theirs] = stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_STREAM, 0);
[$write] = stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_STREAM, 0);
$transport = new NativeMessageTransport($write, [$ours], new NativeMessageSerializer());
foreach ([$theirs, $write, STDIN, 'stream', null, 5, new stdClass()] as $stream) {
    try {
        $transport->readFromStream($stream);
    } catch (LogicException $e) {
        echo get_class($e), ': ', $e->getMessage(), "\n";
    }
}
--EXPECT--
LogicException: Unknown stream provided to readFromStream
LogicException: Unknown stream provided to readFromStream
LogicException: Unknown stream provided to readFromStream
LogicException: Unknown stream provided to readFromStream
LogicException: Unknown stream provided to readFromStream
LogicException: Unknown stream provided to readFromStream
LogicException: Unknown stream provided to readFromStream
