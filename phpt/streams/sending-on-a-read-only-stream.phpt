--TEST--
Sending on a stream that is open for reading only throws StreamClosedException
--FILE--
<?php

use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;
use StreamIpc\Transport\StreamClosedException;

$peer = new NativeIpcPeer();
[$ours] = stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_STREAM, 0);
$session = $peer->createStreamSession(fopen(__FILE__, 'r'), $ours);
try {
    $session->notify(new LogMessage('message'));
    echo "sent\n";
} catch (StreamClosedException $e) {
    echo get_class($e), "\n";
}
--EXPECT--
StreamIpc\Transport\StreamClosedException
