--TEST--
Handlers may be added and removed while they run; what changes counts from the next message on
--FILE--
<?php

use StreamIpc\IpcSession;
use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/peers.php';

$peer = new NativeIpcPeer();
[$session] = session_and_socket($peer);
$third = function () { echo "third\n"; };
$fourth = function () { echo "fourth\n"; };
$first = function (LogMessage $message, IpcSession $session) use (&$first, $third, $fourth) {
    echo "first\n";
    $session->offMessage($first);
    $session->offMessage($third);
    $session->onMessage($fourth);
};
$session->onMessage($first);
$session->onMessage(function () { echo "second\n"; });
$session->onMessage($third);
$session->dispatch(new LogMessage('one'));
echo "--\n";
$session->dispatch(new LogMessage('two'));
--EXPECT--
first
second
third
--
second
fourth
