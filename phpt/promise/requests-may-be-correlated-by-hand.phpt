--TEST--
registerPromise(), popResponse() and cleanupPromise() correlate requests by hand
--FILE--
<?php

use StreamIpc\Envelope\ResponseEnvelope;
use StreamIpc\Message\LogMessage;

require __DIR__ . '/../support/queue-peer.php';

$peer = new QueuePeer();
[$session] = $peer->connect();
$reply = new LogMessage('reply');
var_dump($session->popResponse('a'));
$session->registerPromise('a');
var_dump($session->popResponse('a'));
$session->dispatch(new ResponseEnvelope('a', $reply));
$session->dispatch(new ResponseEnvelope('a', new LogMessage('second reply')));
var_dump($session->popResponse('a') === $reply, $session->popResponse('a'));

$session->dispatch(new ResponseEnvelope('a', $reply));
var_dump($session->popResponse('a'));

$session->registerPromise('b');
$session->cleanupPromise('b');
$session->cleanupPromise('never registered');
$session->dispatch(new ResponseEnvelope('b', $reply));
var_dump($session->popResponse('b'));

$session->registerPromise(id: 'c');
$session->dispatch(new ResponseEnvelope('c', $reply));
$session->cleanupPromise(id: 'c');
var_dump($session->popResponse(id: 'c'));
--EXPECT--
NULL
NULL
bool(true)
NULL
NULL
NULL
NULL
