--TEST--
A generator may tick between its values
--FILE--
<?php

use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/peers.php';

$peer = new NativeIpcPeer();
[$session, $socket] = session_and_socket($peer);
$messages = (function () use ($peer, $session) {
    $arrived = [];
    $session->onMessage(function (LogMessage $message) use (&$arrived) { $arrived[] = $message; });
    while ($session->isOpen()) {
        $peer->tick(5.0);
        yield from array_splice($arrived, 0);
    }
})();
fwrite($socket, frame(new LogMessage('one')) . frame(new LogMessage('two')));
foreach ($messages as $message) {
    echo $message->message, "\n";
    if ($message->message === 'two') {
        fwrite($socket, frame(new LogMessage('three')));
        fclose($socket);
    }
}
echo "done\n";
--EXPECT--
one
two
three
done
