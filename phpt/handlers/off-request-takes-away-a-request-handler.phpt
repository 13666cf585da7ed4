--TEST--
offRequest() removes a request handler, and the next one answers
--FILE--
<?php

use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/peers.php';

$peer = new NativeIpcPeer();
[$here, $there] = session_pair($peer);
$first = fn () => new LogMessage('first');
$there->onRequest($first);
$there->onRequest(fn () => new LogMessage('second'));
echo $here->request(new LogMessage('question'))->await()->message, "\n";
$there->offRequest($first);
$there->offRequest($first);
echo $here->request(new LogMessage('question'))->await()->message, "\n";
--EXPECT--
first
second
