--TEST--
readFrameSync() returns bytes at the end that could have begun a frame as junk
--FILE--
<?php

use StreamIpc\Serialization\NativeMessageSerializer;
use StreamIpc\Transport\NativeFrameReader;
use StreamIpc\Transport\StreamClosedException;

[$ours, $theirs] = stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_STREAM, 0);
fwrite($theirs, "\xF3\x4A");
fclose($theirs);
$reader = new NativeFrameReader($ours, new NativeMessageSerializer());
[$message] = $reader->readFrameSync();
echo $message->level, ' ', bin2hex($message->message), "\n";
try {
    $reader->readFrameSync();
} catch (StreamClosedException $e) {
    echo $e->getMessage(), "\n";
}
--EXPECT--
junk f34a
Stream closed
