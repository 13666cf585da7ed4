--TEST--
What the callback of listen() throws comes out of tick(); the session stays, and the next clients come with the next ticks
--FILE--
<?php

use StreamIpc\IpcSession;
use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/peers.php';

$server = stream_socket_server('tcp://127.0.0.1:0');
$peer = new NativeIpcPeer();
$peer->listen($server, function (IpcSession $session) {
    $session->onRequest(fn (LogMessage $message) => new LogMessage("re: $message->message"));
    throw new DomainException('one more');
});
$promises = [];
for ($i = 0; $i < 5; $i++) {
    $socket = stream_socket_client('tcp://' . stream_socket_get_name($server, false));
    $promises[] = $peer->createStreamSession($socket, $socket)->request(new LogMessage("$i"), 20);
}
$thrown = 0;
while ($thrown < 5) {
    try {
        $peer->tick(10);
    } catch (DomainException) {
        $thrown++;
    }
}
foreach ($promises as $promise) {
    echo $promise->await()->message, "\n";
}
--EXPECT--
re: 0
re: 1
re: 2
re: 3
re: 4
