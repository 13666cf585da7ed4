--TEST--
A reader whose stream user code closed throws StreamClosedException
--FILE--
<?php

use StreamIpc\Serialization\NativeMessageSerializer;
use StreamIpc\Transport\NativeFrameReader;
use StreamIpc\Transport\StreamClosedException;

[$ours, $theirs] = stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_STREAM, 0);
$reader = new NativeFrameReader($ours, new NativeMessageSerializer());
var_dump($reader->getStream() === $ours);
fclose($ours);
for ($i = 0; $i < 2; $i++) {
    try {
        $reader->readFrameSync();
    } catch (StreamClosedException $e) {
        echo get_class($e), "\n";
    }
}
--EXPECT--
bool(true)
StreamIpc\Transport\StreamClosedException
StreamIpc\Transport\StreamClosedException
