--TEST--
Other messages are dispatched while a reply is awaited, of other sessions too
--FILE--
<?php

use StreamIpc\Envelope\RequestEnvelope;
use StreamIpc\Envelope\ResponseEnvelope;
use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/peers.php';

$peer = new NativeIpcPeer();
[$session, $socket] = session_and_socket($peer);
[$other, $otherSocket] = session_and_socket($peer);
$session->onMessage(function (LogMessage $message) { echo "message: $message->message\n"; });
$session->onRequest(fn (LogMessage $question) => new LogMessage("answer to $question->message"));
$promise = $session->request(new LogMessage('question'));
$other->onMessage(function (LogMessage $message) use ($socket, $otherSocket) {
    echo "other: $message->message\n";
    [$request] = received($socket);
    fwrite($socket, frame(new LogMessage('before the reply')) . frame(new RequestEnvelope('theirs', new LogMessage('their question')))
        . frame(new ResponseEnvelope($request->id, new LogMessage('reply'))));
});
fwrite($otherSocket, frame(new LogMessage('go')));
$reply = $promise->await();
echo "reply: $reply->message\n";
[$answer] = received($socket);
echo "$answer->id: {$answer->response->message}\n";
--EXPECT--
other: go
message: before the reply
reply: reply
theirs: answer to their question
