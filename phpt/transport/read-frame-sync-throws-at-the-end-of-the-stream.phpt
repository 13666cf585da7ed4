--TEST--
readFrameSync() throws StreamClosedException at the end of the stream, behind the last message
--FILE--
<?php

use StreamIpc\Message\LogMessage;
use StreamIpc\Serialization\NativeMessageSerializer;
use StreamIpc\Transport\NativeFrameReader;
use StreamIpc\Transport\StreamClosedException;

require __DIR__ . '/../support/peers.php';

[$ours, $theirs] = stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_STREAM, 0);
$reader = new NativeFrameReader($ours, new NativeMessageSerializer());
fwrite($theirs, frame(new LogMessage('last')));
fclose($theirs);
for ($i = 0; $i < 3; $i++) {
    try {
        echo $reader->readFrameSync()[0]->message, "\n";
    } catch (StreamClosedException $e) {
        echo get_class($e), ': ', $e->getMessage(), "\n";
    }
}
--EXPECT--
last
StreamIpc\Transport\StreamClosedException: Stream closed
StreamIpc\Transport\StreamClosedException: Stream closed
