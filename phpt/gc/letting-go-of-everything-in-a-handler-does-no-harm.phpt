--TEST--
A handler may drop the peer and the session that run it
--FILE--
<?php

use StreamIpc\IpcSession;
use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/peers.php';

$peer = new NativeIpcPeer();
[$session, $socket] = session_and_socket($peer);
$session->onMessage(function (LogMessage $message, IpcSession $given) use (&$peer, &$session) {
    $given->close();
    $peer = $session = $given = null;
    gc_collect_cycles();
    echo $message->message, "\n";
});
fwrite($socket, frame(new LogMessage('one')) . frame(new LogMessage('two')));
$peer->tick(5.0);
echo "done\n";
--EXPECT--
one
done
