--TEST--
Close handlers run once when the other side ends, after all of its messages
--FILE--
<?php

use StreamIpc\IpcSession;
use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/peers.php';

$peer = new NativeIpcPeer();
$session = start_worker($peer, <<<'PHP'
    $session = (new NativeIpcPeer())->createStdioSession();
    $session->notify(new LogMessage('one'));
    $session->notify(new LogMessage('two'));
    PHP);
$session->onMessage(function (LogMessage $message, IpcSession $session) {
    echo $message->message, ' ', $session->isOpen() ? "open\n" : "closed\n";
});
$session->onClose(function (IpcSession $session) {
    echo 'ended ', $session->isOpen() ? "open\n" : "closed\n";
});
$session->onException(function () { echo "never\n"; });
$peer->run();
$peer->tick(0.05);
$session->close();
--EXPECT--
one open
two open
ended closed
