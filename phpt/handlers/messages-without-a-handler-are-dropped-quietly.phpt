--TEST--
Messages without a handler are dropped quietly
--FILE--
<?php

use StreamIpc\Envelope\ResponseEnvelope;
use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/peers.php';

$peer = new NativeIpcPeer();
[$session, $socket] = session_and_socket($peer);
fwrite($socket, 'junk' . frame(new LogMessage('message')) . frame(new ResponseEnvelope('unknown', new LogMessage('reply'))));
$peer->tick(5.0);
$session->onMessage(function () { echo "never\n"; });
$peer->tick(0.05);
var_dump($session->isOpen());
--EXPECT--
bool(true)
