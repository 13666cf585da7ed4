--TEST--
dispatch() may be called by hand: with messages, requests and responses
--FILE--
<?php

use StreamIpc\Envelope\RequestEnvelope;
use StreamIpc\Envelope\ResponseEnvelope;
use StreamIpc\Message\ErrorMessage;
use StreamIpc\Message\LogMessage;
use StreamIpc\Message\Message;

require __DIR__ . '/../support/queue-peer.php';

$peer = new QueuePeer();
[$here, $there] = $peer->connect();
$here->onMessage(function (Message $message) { echo get_class($message), "\n"; });
$here->onRequest(fn (LogMessage $question) => new LogMessage("answer to $question->message"));
$here->dispatch(new LogMessage('message'));
$here->dispatch(new ErrorMessage('error'));
$here->dispatch(new RequestEnvelope('their id', new LogMessage('question')));
$answer = array_shift($there->getTransport()->inbox);
echo get_class($answer), ' ', $answer->id, ': ', $answer->response->message, "\n";

$here->dispatch(new ResponseEnvelope('unknown', new LogMessage('reply')));
var_dump($here->popResponse('unknown'));
--EXPECT--
StreamIpc\Message\LogMessage
StreamIpc\Message\ErrorMessage
StreamIpc\Envelope\ResponseEnvelope their id: answer to question
NULL
