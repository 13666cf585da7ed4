--TEST--
exit() in a message handler ends the script as anywhere: shutdown functions run
--FILE--
<?php

use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/peers.php';

$peer = new NativeIpcPeer();
[$session, $socket] = session_and_socket($peer);
register_shutdown_function(function () use ($peer, $session, $socket) {
    echo "shutting down\n";
    $session->notify(new LogMessage('goodbye'));
    echo received($socket)[0]->message, "\n";
});
$session->onMessage(function (LogMessage $message) {
    echo $message->message, "\n";
    exit(0);
});
fwrite($socket, frame(new LogMessage('one')) . frame(new LogMessage('two')));
try {
    $peer->tick(5.0);
} catch (Throwable) {
    echo "never\n";
} finally {
    echo "never\n";
}
--EXPECT--
one
shutting down
goodbye
