--TEST--
readFrameSync() returns the messages and the junk that have arrived, in order
--FILE--
<?php

use StreamIpc\Message\LogMessage;
use StreamIpc\Serialization\NativeMessageSerializer;
use StreamIpc\Transport\NativeFrameReader;

require __DIR__ . '/../support/peers.php';

[$ours, $theirs] = stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_STREAM, 0);
$reader = new NativeFrameReader($ours, new NativeMessageSerializer());
fwrite($theirs, frame(new LogMessage('one')) . 'junk' . frame(new LogMessage('two')));
foreach ($reader->readFrameSync() as $message) {
    echo "$message->level: $message->message\n";
}
fwrite($theirs, 'only junk');
foreach ($reader->readFrameSync() as $message) {
    echo "$message->level: $message->message\n";
}
--EXPECT--
info: one
junk: junk
info: two
junk: only junk
