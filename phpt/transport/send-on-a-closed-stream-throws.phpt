--TEST--
send() on a stream that is closed here or on the other side throws StreamClosedException
--FILE--
<?php

use StreamIpc\Message\LogMessage;
use StreamIpc\Serialization\NativeMessageSerializer;
use StreamIpc\Transport\NativeMessageTransport;
use StreamIpc\Transport\StreamClosedException;

[$ours, $theirs] = stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_STREAM, 0);
$transport = new NativeMessageTransport($ours, [$ours], new NativeMessageSerializer());
foreach ([$theirs, $ours] as $stream) {
    fclose($stream);
    try {
        $transport->send(new LogMessage('message'));
        echo "sent\n";
    } catch (StreamClosedException $e) {
        echo get_class($e), "\n";
    }
}
--EXPECT--
StreamIpc\Transport\StreamClosedException
StreamIpc\Transport\StreamClosedException
