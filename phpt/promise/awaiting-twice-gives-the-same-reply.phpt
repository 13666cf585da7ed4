--TEST--
Awaiting twice gives the same reply, even after the session was closed
--FILE--
<?php

use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/peers.php';

$peer = new NativeIpcPeer();
[$here, $there] = session_pair($peer);
$there->onRequest(fn () => new LogMessage('reply'));
$promise = $here->request(new LogMessage('question'));
$reply = $promise->await();
var_dump($promise->await() === $reply);
$here->close();
var_dump($promise->await() === $reply);
--EXPECT--
bool(true)
bool(true)
