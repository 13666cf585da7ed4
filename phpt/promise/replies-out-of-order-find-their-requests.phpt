--TEST--
Replies of one session that come out of order find their requests
--FILE--
<?php

use StreamIpc\Envelope\ResponseEnvelope;
use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/peers.php';

$peer = new NativeIpcPeer();
[$session, $socket] = session_and_socket($peer);
$promises = [$session->request(new LogMessage('one')), $session->request(new LogMessage('two')), $session->request(new LogMessage('three'))];
$requests = received($socket);
foreach ([2, 0, 1] as $index) {
    fwrite($socket, frame(new ResponseEnvelope($requests[$index]->id, $requests[$index]->request)));
}
foreach ($promises as $promise) {
    echo $promise->await()->message, "\n";
}
--EXPECT--
one
two
three
