--TEST--
getReadStreams() gives the streams as they were given, with their keys
--FILE--
<?php

use StreamIpc\Serialization\NativeMessageSerializer;
use StreamIpc\Transport\NativeMessageTransport;

[$ours, $theirs] = stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_STREAM, 0);
$transport = new NativeMessageTransport($ours, ['out' => $ours, 'err' => $theirs], new NativeMessageSerializer());
var_dump($transport->getReadStreams() === ['out' => $ours, 'err' => $theirs]);
--EXPECT--
bool(true)
