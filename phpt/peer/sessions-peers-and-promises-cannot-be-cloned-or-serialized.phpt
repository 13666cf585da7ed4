--TEST--
Sessions, peers, transports and promises cannot be cloned or serialized
--FILE--
<?php

use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;
use StreamIpc\Serialization\NativeMessageSerializer;
use StreamIpc\Transport\NativeFrameReader;

require __DIR__ . '/../support/peers.php';

$peer = new NativeIpcPeer();
[$session, $socket] = session_and_socket($peer);
$reader = new NativeFrameReader($socket, new NativeMessageSerializer());
foreach ([$peer, $session, $session->getTransport(), $session->request(new LogMessage('x')), $reader] as $object) {
    foreach ([fn () => clone $object, fn () => serialize($object)] as $use) {
        try {
            $use();
            echo get_class($object), ": no exception\n";
        } catch (Throwable $e) {
            echo $e->getMessage(), "\n";
        }
    }
}
--EXPECT--
Trying to clone an uncloneable object of class StreamIpc\NativeIpcPeer
Serialization of 'StreamIpc\NativeIpcPeer' is not allowed
Trying to clone an uncloneable object of class StreamIpc\IpcSession
Serialization of 'StreamIpc\IpcSession' is not allowed
Trying to clone an uncloneable object of class StreamIpc\Transport\NativeMessageTransport
Serialization of 'StreamIpc\Transport\NativeMessageTransport' is not allowed
Trying to clone an uncloneable object of class StreamIpc\Envelope\ResponsePromise
Serialization of 'StreamIpc\Envelope\ResponsePromise' is not allowed
Trying to clone an uncloneable object of class StreamIpc\Transport\NativeFrameReader
Serialization of 'StreamIpc\Transport\NativeFrameReader' is not allowed
