--TEST--
Sessions, transports and readers refuse anything but an open stream
--FILE--
<?php

use StreamIpc\NativeIpcPeer;
use StreamIpc\Serialization\NativeMessageSerializer;
use StreamIpc\Transport\NativeFrameReader;
use StreamIpc\Transport\NativeMessageTransport;

[$open, $closed] = stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_STREAM, 0);
fclose($closed);
$serializer = new NativeMessageSerializer();
$peer = new NativeIpcPeer();
foreach (['a string' => 'php://stdin', 'null' => null, 'an object' => new stdClass(), 'a context' => stream_context_create(), 'a closed stream' => $closed] as $name => $bad) {
    $calls = [
        fn () => $peer->createStreamSession($bad, $open),
        fn () => $peer->createStreamSession($open, $bad),
        fn () => $peer->createStreamSession($open, $open, $bad),
        fn () => new NativeMessageTransport($bad, [$open], $serializer),
        fn () => new NativeMessageTransport($open, [$open, $bad], $serializer),
        fn () => new NativeFrameReader($bad, $serializer),
    ];
    echo "$name:";
    foreach ($calls as $call) {
        try {
            $call();
            echo ' accepted';
        } catch (TypeError $e) {
            echo preg_match('/: Argument #\d/', $e->getMessage()) ? ' ' . get_class($e) : $e->getMessage();
        }
    }
    echo "\n";
}
--EXPECT--
a string: TypeError TypeError TypeError TypeError TypeError TypeError
null: TypeError TypeError accepted TypeError TypeError TypeError
an object: TypeError TypeError TypeError TypeError TypeError TypeError
a context: TypeError TypeError TypeError TypeError TypeError TypeError
a closed stream: TypeError TypeError TypeError TypeError TypeError TypeError
