--TEST--
A user's subclass of IpcPeer works over the user's own transport, with the user's own tick()
--FILE--
<?php

use StreamIpc\IpcSession;
use StreamIpc\Message\LogMessage;

require __DIR__ . '/../support/queue-peer.php';

$peer = new QueuePeer();
[$here, $there] = $peer->connect();
$there->onMessage(function (LogMessage $message, IpcSession $session) {
    echo "there: $message->message\n";
    $session->notify(new LogMessage('welcome'));
});
$here->onMessage(function (LogMessage $message) { echo "here: $message->message\n"; });
$there->onRequest(fn (LogMessage $question) => new LogMessage("you asked $question->message"));

$here->notify(new LogMessage('hello'));
$peer->tick();
$peer->tick();
$promise = $here->request(new LogMessage('something'));
echo $promise->await()->message, "\n";
--EXPECT--
there: hello
here: welcome
you asked something
