--TEST--
readFrameSync() throws for a frame over the limit, in its place, and reads on behind it
--FILE--
<?php

use StreamIpc\Message\LogMessage;
use StreamIpc\Serialization\NativeMessageSerializer;
use StreamIpc\Transport\NativeFrameReader;

require __DIR__ . '/../support/peers.php';

[$ours, $theirs] = stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_STREAM, 0);
$reader = new NativeFrameReader(maxFrame: 200, serializer: new NativeMessageSerializer(), stream: $ours);
fwrite($theirs, frame(new LogMessage('before')) . frame(new LogMessage(str_repeat('x', 500))) . frame(new LogMessage('behind')));
for ($i = 0; $i < 3; $i++) {
    try {
        echo $reader->readFrameSync()[0]->message, "\n";
    } catch (RuntimeException $e) {
        echo get_class($e), ': ', $e->getMessage(), "\n";
    }
}
--EXPECTF--
before
RuntimeException: Frame length 5%d exceeds max 200
behind
