--TEST--
readFromStream() tells its streams apart
--FILE--
<?php

use StreamIpc\Message\LogMessage;
use StreamIpc\Serialization\NativeMessageSerializer;
use StreamIpc\Transport\NativeMessageTransport;

require __DIR__ . '/../support/peers.php';

$streams = [stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_STREAM, 0), stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_STREAM, 0)];
[[$one, $socketOne], [$two, $socketTwo]] = $streams;
$transport = new NativeMessageTransport($one, [$one, $two], new NativeMessageSerializer());
fwrite($socketOne, frame(new LogMessage('on the first')));
fwrite($socketTwo, frame(new LogMessage('on the second')));
echo json_encode(array_column($transport->readFromStream($two), 'message')), "\n";
echo json_encode(array_column($transport->readFromStream($two), 'message')), "\n";
echo json_encode(array_column($transport->readFromStream($one), 'message')), "\n";
--EXPECT--
["on the second"]
[]
["on the first"]
