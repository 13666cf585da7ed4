--TEST--
createSessionFromTransport() of NativeIpcPeer takes native transports only
--FILE--
<?php

use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/queue-peer.php';

try {
    (new NativeIpcPeer())->createSessionFromTransport(new QueueTransport());
} catch (TypeError $e) {
    echo $e->getMessage(), "\n";
}
--EXPECT--
StreamIpc\NativeIpcPeer::createSessionFromTransport(): Argument #1 ($transport) must be of type StreamIpc\Transport\NativeMessageTransport, QueueTransport given
