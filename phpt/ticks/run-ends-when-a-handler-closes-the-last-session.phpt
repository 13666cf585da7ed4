--TEST--
run() ends when a handler closes the last session
--FILE--
<?php

use StreamIpc\IpcSession;
use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/peers.php';

$peer = new NativeIpcPeer();
[$session, $socket] = session_and_socket($peer);
$session->onMessage(function (LogMessage $message, IpcSession $session) {
    echo $message->message, "\n";
    $session->close();
});
fwrite($socket, frame(new LogMessage('that is all')));
$peer->run();
echo "done\n";
--EXPECT--
that is all
done
