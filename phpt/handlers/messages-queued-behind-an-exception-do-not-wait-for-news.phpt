--TEST--
Messages queued behind an exception come with the next tick at once, without waiting for news
--FILE--
<?php

use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/peers.php';

$peer = new NativeIpcPeer();
[$session, $socket] = session_and_socket($peer);
$session->onMessage(function (LogMessage $message) {
    echo $message->message, "\n";
    throw new DomainException();
});
fwrite($socket, frame(new LogMessage('one')) . frame(new LogMessage('two')));
foreach ([1, 2] as $tick) {
    try {
        $peer->tick(30.0);
    } catch (DomainException) {
    }
}
--EXPECT--
one
two
