--TEST--
A session that was removed from its peer is not ticked any more, but stays open
--FILE--
<?php

use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/peers.php';

$peer = new NativeIpcPeer();
[$removed, $socket] = session_and_socket($peer);
[$kept, $otherSocket] = session_and_socket($peer);
$removed->onMessage(function () { echo "never\n"; });
$kept->onMessage(function (LogMessage $message) { echo $message->message, "\n"; });
$peer->removeSession($removed);
$peer->removeSession($removed);
fwrite($socket, frame(new LogMessage('unread')));
$peer->tick(0.05);
fwrite($otherSocket, frame(new LogMessage('to the kept one')));
$peer->tick(5.0);
var_dump($removed->isOpen());
$removed->notify(new LogMessage('can still be sent'));
echo received($socket)[0]->message, "\n";
--EXPECT--
to the kept one
bool(true)
can still be sent
