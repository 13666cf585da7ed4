--TEST--
A concurrent handler that awaits a session which was removed from its peer gets its timeout, as everywhere
--FILE--
<?php

use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/peers.php';

$peer = new NativeIpcPeer();
[$client, $server] = session_pair($peer);
[$removed] = session_pair($peer);
$peer->removeSession($removed);
$server->onRequest(function (LogMessage $question) use ($removed) {
    try {
        return $removed->request($question, 0.1)->await();
    } catch (RuntimeException $e) {
        return new LogMessage($e->getMessage());
    }
}, true);
echo $client->request(new LogMessage('?'), 5.0)->await()->message, "\n";
--EXPECT--
IPC request timed out after 0.1s
