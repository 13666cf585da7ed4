--TEST--
createSessionFromTransport() of NativeIpcPeer takes native transports only
--FILE--
<?php

use StreamIpc\NativeIpcPeer;

try {
    (new NativeIpcPeer())->createSessionFromTransport(new QueueTransport());
} catch (TypeError $e) {
    echo $e->getMessage(), "\n";
}
// The helper's file must be there for its class.
echo class_exists(QueuePeer::class) ? "done\n" : '';
--EXPECT--
StreamIpc\NativeIpcPeer::createSessionFromTransport(): Argument #1 ($transport) must be of type StreamIpc\Transport\NativeMessageTransport, QueueTransport given
done
