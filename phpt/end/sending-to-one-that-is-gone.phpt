--TEST--
Sending to a peer that is gone throws StreamClosedException, each time, on sockets and pipes
--FILE--
<?php

use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;
use StreamIpc\Transport\StreamClosedException;

require __DIR__ . '/../support/peers.php';

$peer = new NativeIpcPeer();
[$overSocket, $socket] = session_and_socket($peer);
fclose($socket);
// Its standard input goes first: what the end of a process closes when is the kernel's choice.
$overPipes = $peer->createCommandSession('exec <&-; exit', []);
tick_until($peer, fn () => !$overPipes->isOpen());
foreach ([$overSocket, $overSocket, $overPipes, $overPipes] as $session) {
    try {
        $session->notify(new LogMessage('message'));
        echo "sent\n";
    } catch (StreamClosedException $e) {
        echo get_class($e), "\n";
    }
}
--EXPECT--
StreamIpc\Transport\StreamClosedException
StreamIpc\Transport\StreamClosedException
StreamIpc\Transport\StreamClosedException
StreamIpc\Transport\StreamClosedException
