--TEST--
A busy handler is ended by the execution time limit; shutdown functions run, the peer still works in them
--FILE--
<?php

use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/peers.php';

$peer = new NativeIpcPeer();
[$session, $socket] = session_and_socket($peer);
$session->onMessage(function (LogMessage $message) {
    echo $message->message, "\n";
    while ($message->message === 'be busy') {
    }
});
register_shutdown_function(function () use ($peer) {
    $peer->tick(10);
});
fwrite($socket, frame(new LogMessage('be busy')) . frame(new LogMessage('after it')));
set_time_limit(1);
$peer->run();
echo "never\n";
--EXPECTF--
be busy

Fatal error: Maximum execution time of 1 second exceeded in %s on line %d
after it
