--TEST--
readFrameSync() throws StreamClosedException with the number of lost bytes if the stream ends in a frame
--FILE--
<?php

use StreamIpc\Message\LogMessage;
use StreamIpc\Serialization\NativeMessageSerializer;
use StreamIpc\Transport\NativeFrameReader;
use StreamIpc\Transport\StreamClosedException;

require __DIR__ . '/../support/peers.php';

[$ours, $theirs] = stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_STREAM, 0);
fwrite($theirs, frame(new LogMessage('whole')) . substr(frame(new LogMessage('lost')), 0, 33));
fclose($theirs);
$reader = new NativeFrameReader($ours, new NativeMessageSerializer());
echo $reader->readFrameSync()[0]->message, "\n";
try {
    $reader->readFrameSync();
} catch (StreamClosedException $e) {
    echo $e->getMessage(), "\n";
}
--EXPECTF--
whole
Stream closed%s33 bytes%S
