--TEST--
readFrameSync() reads what fgets() has read ahead
--FILE--
<?php

use StreamIpc\Message\LogMessage;
use StreamIpc\Serialization\NativeMessageSerializer;
use StreamIpc\Transport\NativeFrameReader;

require __DIR__ . '/../support/peers.php';

[$ours, $theirs] = stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_STREAM, 0);
fwrite($theirs, "a line\n" . frame(new LogMessage('a message')));
echo fgets($ours);
[$message] = (new NativeFrameReader($ours, new NativeMessageSerializer()))->readFrameSync();
echo $message->message, "\n";
--EXPECT--
a line
a message
