--TEST--
A response without a pending request is dropped, and no handler runs
--FILE--
<?php

use StreamIpc\Envelope\ResponseEnvelope;
use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;
use StreamIpc\Transport\TimeoutException;

require __DIR__ . '/../support/peers.php';
require __DIR__ . '/../support/payloads.php';

$peer = new NativeIpcPeer();
[$session, $socket] = session_and_socket($peer);
$session->onMessage(function (LogMessage $message) use (&$last) { echo $last = $message->message, "\n"; });
$session->onRequest(function () { echo "never\n"; });
$session->onException(function () { echo "never\n"; });

fwrite($socket, frame(new ResponseEnvelope('nobody', new LogMessage('unasked'))));
fwrite($socket, frame(new ResponseEnvelope('', new LogMessage('of no name'))));
fwrite($socket, frame(new LogMessage('one')));
tick_until($peer, function () use (&$last) { return $last === 'one'; });

$session->registerPromise('late');
$session->cleanupPromise('late');
$session->registerPromise('doubled');
fwrite($socket, frame(new ResponseEnvelope('late', new LogMessage('too late'))));
fwrite($socket, frame(new ResponseEnvelope('doubled', new LogMessage('the first'))));
fwrite($socket, frame(new ResponseEnvelope('doubled', new LogMessage('the second'))));
fwrite($socket, frame(new LogMessage('two')));
tick_until($peer, function () use (&$last) { return $last === 'two'; });
var_dump($session->popResponse('nobody'), $session->popResponse(''), $session->popResponse('late'));
echo $session->popResponse('doubled')->message, "\n";
var_dump($session->popResponse('doubled'));
--EXPECT--
one
two
NULL
NULL
NULL
the first
NULL
