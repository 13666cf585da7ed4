--TEST--
Sending on a stream that user code closed throws StreamClosedException
--FILE--
<?php

use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;
use StreamIpc\Transport\StreamClosedException;

$peer = new NativeIpcPeer();
[$ours, $theirs] = stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_STREAM, 0);
$session = $peer->createStreamSession($ours, $ours);
fclose($ours);
foreach (['notify', 'request'] as $method) {
    try {
        $session->$method(new LogMessage('message'));
    } catch (StreamClosedException $e) {
        echo get_class($e), ': ', $e->getMessage() === '' ? 'no text' : 'text', "\n";
    }
}
--EXPECT--
StreamIpc\Transport\StreamClosedException: text
StreamIpc\Transport\StreamClosedException: text
