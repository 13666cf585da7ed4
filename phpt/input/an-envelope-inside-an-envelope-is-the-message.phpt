--TEST--
An envelope inside an envelope is the message: only the outer one is opened
--FILE--
<?php

use StreamIpc\Envelope\{RequestEnvelope, ResponseEnvelope};
use StreamIpc\Message\{LogMessage, Message};
use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/peers.php';

$peer = new NativeIpcPeer();
[$session, $socket] = session_and_socket($peer);
$session->onRequest(function (Message $question) {
    echo 'asked with ', get_class($question), " $question->id\n";
    return new ResponseEnvelope('inner', new LogMessage('wrapped'));
});
$session->registerPromise('inner');
$session->registerPromise('outer');
$deep = new LogMessage('at the bottom');
for ($i = 0; $i < 1000; $i++) {
    $deep = new RequestEnvelope("level $i", $deep);
}
$session->onMessage(function (LogMessage $message) use (&$last) { $last = $message->message; });
fwrite($socket, frame(new RequestEnvelope('outer', new RequestEnvelope('inner', new LogMessage('question')))));
fwrite($socket, frame(new RequestEnvelope('outer', new ResponseEnvelope('inner', new LogMessage('no reply')))));
fwrite($socket, frame(new RequestEnvelope('outer', $deep)));
fwrite($socket, frame(new ResponseEnvelope('outer', new ResponseEnvelope('inner', new LogMessage('no reply')))));
fwrite($socket, frame(new LogMessage('the last')));
tick_until($peer, function () use (&$last) { return $last === 'the last'; });
var_dump($session->popResponse('inner'));
echo get_class($session->popResponse('outer')), "\n";
foreach (received($socket) as $reply) {
    echo "$reply->id: ", get_class($reply->response), " {$reply->response->id}\n";
}
--EXPECT--
asked with StreamIpc\Envelope\RequestEnvelope inner
asked with StreamIpc\Envelope\ResponseEnvelope inner
asked with StreamIpc\Envelope\RequestEnvelope level 999
NULL
StreamIpc\Envelope\ResponseEnvelope
outer: StreamIpc\Envelope\ResponseEnvelope inner
outer: StreamIpc\Envelope\ResponseEnvelope inner
outer: StreamIpc\Envelope\ResponseEnvelope inner
