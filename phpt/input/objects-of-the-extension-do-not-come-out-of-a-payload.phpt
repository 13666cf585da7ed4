--TEST--
Peers, sessions, promises and codecs do not come out of a payload
--FILE--
<?php

use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;
use StreamIpc\Serialization\JsonMessageSerializer;

require __DIR__ . '/../support/peers.php';
require __DIR__ . '/../support/payloads.php';

$classes = ['IpcSession', 'NativeIpcPeer', 'IpcPeer', 'Envelope\ResponsePromise', 'Transport\FrameCodec', 'Transport\NativeMessageTransport', 'Transport\NativeFrameReader', 'Message\Message'];
foreach ([null, new JsonMessageSerializer()] as $json) {
    receive_each(
        new NativeIpcPeer($json),
        $json ? $json->serialize(new LogMessage('behind')) : serialize(new LogMessage('behind')),
        ...array_map(
            fn (string $class) => $json
                ? json_encode(['__class' => "StreamIpc\\$class"])
                : sprintf('O:%d:"StreamIpc\%s":0:{}', strlen($class) + 10, $class),
            $classes,
        ),
    );
}
--EXPECT--
Failed to deserialize message payload Exception: Unserialization of 'StreamIpc\IpcSession' is not allowed
Failed to deserialize message payload Exception: Unserialization of 'StreamIpc\NativeIpcPeer' is not allowed
Failed to deserialize message payload Error: Cannot instantiate abstract class StreamIpc\IpcPeer
Failed to deserialize message payload Exception: Unserialization of 'StreamIpc\Envelope\ResponsePromise' is not allowed
Failed to deserialize message payload Exception: Unserialization of 'StreamIpc\Transport\FrameCodec' is not allowed
Failed to deserialize message payload Exception: Unserialization of 'StreamIpc\Transport\NativeMessageTransport' is not allowed
Failed to deserialize message payload Exception: Unserialization of 'StreamIpc\Transport\NativeFrameReader' is not allowed
Failed to deserialize message payload Error: Cannot instantiate interface StreamIpc\Message\Message
Failed to unserialize data:{"__class":"StreamIpc\\IpcSession"} Error: Class StreamIpc\IpcSession is an internal class marked as final that cannot be instantiated without invoking its constructor
Failed to unserialize data:{"__class":"StreamIpc\\NativeIpcPeer"} Error: Class StreamIpc\NativeIpcPeer is an internal class marked as final that cannot be instantiated without invoking its constructor
Failed to unserialize data:{"__class":"StreamIpc\\IpcPeer"} Error: Cannot instantiate abstract class StreamIpc\IpcPeer
Failed to unserialize data:{"__class":"StreamIpc\\Envelope\\ResponsePromise"} Error: Class StreamIpc\Envelope\ResponsePromise is an internal class marked as final that cannot be instantiated without invoking its constructor
Failed to unserialize data:{"__class":"StreamIpc\\Transport\\FrameCodec"} Error: Class StreamIpc\Transport\FrameCodec is an internal class marked as final that cannot be instantiated without invoking its constructor
Failed to unserialize data:{"__class":"StreamIpc\\Transport\\NativeMessageTransport"} Error: Class StreamIpc\Transport\NativeMessageTransport is an internal class marked as final that cannot be instantiated without invoking its constructor
Failed to unserialize data:{"__class":"StreamIpc\\Transport\\NativeFrameReader"} Error: Class StreamIpc\Transport\NativeFrameReader is an internal class marked as final that cannot be instantiated without invoking its constructor
Unknown class: StreamIpc\Message\Message
