--TEST--
A transport without read streams, or with a wrong serializer or limit, is refused
--FILE--
<?php

use StreamIpc\Serialization\NativeMessageSerializer;
use StreamIpc\Transport\NativeMessageTransport;

[$open] = stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_STREAM, 0);
$serializer = new NativeMessageSerializer();
foreach ([[$open, [], $serializer], [$open, $open, $serializer], [$open, [$open], new stdClass()], [$open, [$open], $serializer, 'x'], [$open, [$open], $serializer, -1], [$open, [$open]]] as $arguments) {
    try {
        new NativeMessageTransport(...$arguments);
        echo "accepted\n";
    } catch (Error $e) {
        echo get_class($e), ': ', $e->getMessage(), "\n";
    }
}
--EXPECT--
ValueError: StreamIpc\Transport\NativeMessageTransport::__construct(): Argument #2 ($readStreams) must contain at least one stream
TypeError: StreamIpc\Transport\NativeMessageTransport::__construct(): Argument #2 ($readStreams) must be of type array, resource given
TypeError: StreamIpc\Transport\NativeMessageTransport::__construct(): Argument #3 ($serializer) must be of type StreamIpc\Serialization\MessageSerializer, stdClass given
TypeError: StreamIpc\Transport\NativeMessageTransport::__construct(): Argument #4 ($frameLimit) must be of type ?int, string given
ValueError: StreamIpc\Transport\NativeMessageTransport::__construct(): Argument #4 ($frameLimit) must be greater than or equal to 0
ArgumentCountError: StreamIpc\Transport\NativeMessageTransport::__construct() expects at least 3 arguments, 2 given
