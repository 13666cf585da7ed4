--TEST--
A throwing message handler ends tick(); the rest comes with the next tick, in order
--FILE--
<?php

use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/peers.php';

$peer = new NativeIpcPeer();
[$session, $socket] = session_and_socket($peer);
$session->onMessage(function (LogMessage $message) {
    if ($message->message === 'bad') {
        throw new DomainException('no bad messages, please');
    }
    echo $message->message, "\n";
});
foreach (['one', 'bad', 'two', 'bad', 'three'] as $text) {
    fwrite($socket, frame(new LogMessage($text)));
}
for ($tick = 1; $tick <= 3; $tick++) {
    try {
        $peer->tick(0);
        echo "-- tick $tick done\n";
    } catch (DomainException $e) {
        echo "-- tick $tick: ", $e->getMessage(), "\n";
    }
}
var_dump($session->isOpen());
--EXPECT--
one
-- tick 1: no bad messages, please
two
-- tick 2: no bad messages, please
three
-- tick 3 done
bool(true)
