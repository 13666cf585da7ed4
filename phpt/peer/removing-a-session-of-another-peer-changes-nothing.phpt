--TEST--
removeSession() with a session of another peer changes nothing for that session
--FILE--
<?php

use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/peers.php';

$peer = new NativeIpcPeer();
[$session, $socket] = session_and_socket($peer);
$session->onMessage(function (LogMessage $message) { echo $message->message, "\n"; });
$other = new NativeIpcPeer();
// The other one has sessions of its own, or none.
foreach ([false, true] as $busy) {
    $others = $busy ? session_pair($other) : [];
    $other->removeSession($session);
    fwrite($socket, frame(new LogMessage('heard')));
    $peer->tick(5.0);
    var_dump($session->isOpen());
}
// Its own session it forgets, as ever.
$peer->removeSession($session);
fwrite($socket, frame(new LogMessage('not heard')));
$peer->tick(0);
--EXPECT--
heard
bool(true)
heard
bool(true)
