--TEST--
A handler that was added twice is called twice
--FILE--
<?php

use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/peers.php';

$peer = new NativeIpcPeer();
[$session] = session_and_socket($peer);
$handler = function () { echo "called\n"; };
$session->onMessage($handler);
$session->onMessage($handler);
$session->dispatch(new LogMessage('message'));
$session->offMessage($handler);
echo "--\n";
$session->dispatch(new LogMessage('message'));
--EXPECT--
called
called
--
called
