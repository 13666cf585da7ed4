--TEST--
Handlers of long lists stay concurrent, or not, whichever others are taken away
--FILE--
<?php

use StreamIpc\Envelope\RequestEnvelope;
use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/peers.php';

$peer = new NativeIpcPeer();
[$session, $socket] = session_and_socket($peer);
$handlers = [];
for ($i = 0; $i < 200; $i++) {
    $handlers[$i] = function () use ($i) {
        echo $i, Fiber::getCurrent() ? ' in a fiber' : '', "\n";
    };
    $session->onRequest($handlers[$i], $i >= 150);
}
for ($i = 0; $i < 200; $i++) {
    in_array($i, [3, 149, 150, 199], true) || $session->offRequest($handlers[$i]);
}
$ask = function () use ($socket, $peer) {
    fwrite($socket, frame(new RequestEnvelope('1', new LogMessage('?'))));
    $peer->tick(5.0);
};
$ask();
foreach ([150, 199] as $i) {
    $session->offRequest($handlers[$i]);
}
$session->onRequest($handlers[199]);
$ask();
--EXPECT--
3
149
150 in a fiber
199 in a fiber
3
149
199
