--TEST--
readFromStream() returns the messages before a frame that memory_limit has no room for, then throws, then returns the others
--INI--
memory_limit=32M
--FILE--
<?php

use StreamIpc\Message\LogMessage;
use StreamIpc\Serialization\NativeMessageSerializer;
use StreamIpc\Transport\NativeFrameReader;
use StreamIpc\Transport\NativeMessageTransport;

require __DIR__ . '/../support/frame.php';
require __DIR__ . '/../support/show.php';

$serializer = new NativeMessageSerializer();
$good = fn (string $text) => frame_of(serialize(new LogMessage($text)));
[$ours, $theirs] = stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_STREAM, 0);
$transport = new NativeMessageTransport($ours, [$ours], $serializer);
[$alsoOurs, $alsoTheirs] = stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_STREAM, 0);
$reader = new NativeFrameReader($alsoOurs, $serializer);
foreach ([$theirs, $alsoTheirs] as $socket) {
    fwrite($socket, $good('one') . 'junk' . greedy_frame() . $good('two'));
}
$reads = [
    'readFromStream' => fn () => $transport->readFromStream($ours),
    'readFrameSync' => fn () => $reader->readFrameSync(),
];
foreach ($reads as $name => $read) {
    echo "$name:\n";
    for ($i = 0; $i < 3; $i++) {
        try {
            show(...$read());
        } catch (RuntimeException $e) {
            echo preg_replace('/\d+/', '#', $e->getMessage()), "\n";
        }
    }
}
--EXPECT--
readFromStream:
info: one
junk: junk
A frame of # bytes needs about # bytes of memory, but memory_limit leaves #: raise it, or send less at once
info: two
readFrameSync:
info: one
junk: junk
A frame of # bytes needs about # bytes of memory, but memory_limit leaves #: raise it, or send less at once
info: two
