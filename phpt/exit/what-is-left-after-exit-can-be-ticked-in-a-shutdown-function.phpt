--TEST--
Messages still queued when a handler called exit() are dispatched by a tick() in a shutdown function
--FILE--
<?php

use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/peers.php';

$peer = new NativeIpcPeer();
[$session, $socket] = session_and_socket($peer);
register_shutdown_function(function () use ($peer) { $peer->tick(0); });
$session->onMessage(function (LogMessage $message) {
    echo $message->message, "\n";
    if ($message->message === 'one') {
        exit();
    }
});
fwrite($socket, frame(new LogMessage('one')) . frame(new LogMessage('two')));
$peer->tick(5.0);
--EXPECT--
one
two
