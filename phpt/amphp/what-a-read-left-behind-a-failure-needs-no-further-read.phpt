--TEST--
All messages of one read are returned, and failures in their places, before the stream is read again
--SKIPIF--
<?php require __DIR__ . '/../support/amp.php'; skip_without_amp(); ?>
--INI--
memory_limit=32M
--FILE--
<?php

use Amp\ByteStream\ReadableResourceStream;
use Amp\ByteStream\WritableResourceStream;
use StreamIpc\Message\LogMessage;
use StreamIpc\Serialization\NativeMessageSerializer;
use StreamIpc\Transport\AmpByteStreamMessageTransport;

require __DIR__ . '/../support/amp.php';
require __DIR__ . '/../support/frame.php';
require __DIR__ . '/../support/show.php';

pcntl_alarm(30);
[$here, $there] = stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_STREAM, 0);
$read = new ReadableResourceStream($here);
$transport = new AmpByteStreamMessageTransport(
    new WritableResourceStream($here),
    [$read],
    new NativeMessageSerializer(),
    maxFrame: 13_000,
);
$too_long = frame_of(str_repeat('x', 13_001));
fwrite($there, frame(new LogMessage('one')) . 'junk' . greedy_frame() . $too_long . frame(new LogMessage('two')));
for ($i = 0; $i < 4; $i++) {
    try {
        show(...$transport->readFromStream($read));
    } catch (RuntimeException $e) {
        echo preg_replace('/\d+/', '#', $e->getMessage()), "\n";
    }
}
--EXPECT--
info: one
junk: junk
A frame of # bytes needs about # bytes of memory, but memory_limit leaves #: raise it, or send less at once
Frame length # exceeds max #
info: two
