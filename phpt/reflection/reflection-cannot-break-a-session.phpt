--TEST--
Private properties overwritten through Reflection do not break a session
--FILE--
<?php

use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/peers.php';

$peer = new NativeIpcPeer();
[$session, $socket] = session_and_socket($peer);
foreach ((new ReflectionObject($session))->getProperties() as $property) {
    foreach ([null, ['no such function', 42], []] as $value) {
        try {
            $property->setValue($session, $value);
            fwrite($socket, frame(new LogMessage('a message')));
            $peer->tick(10);
        } catch (Error $e) {
        }
    }
}
echo "alive\n";
$session->onMessage(function (LogMessage $message) { echo $message->message, "\n"; });
fwrite($socket, frame(new LogMessage('the last message')));
tick_until($peer, function () use ($peer) { $peer->tick(0.01); return true; });
$session->close();
--EXPECT--
alive
the last message
