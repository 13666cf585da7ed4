--TEST--
A session that is made by hand sends, asks and answers
--FILE--
<?php

use StreamIpc\Envelope\Id\PidCounterRequestIdGenerator;
use StreamIpc\IpcSession;
use StreamIpc\Message\LogMessage;

require __DIR__ . '/../support/queue-peer.php';

$peer = new QueuePeer();
[$one, $two] = [new QueueTransport(), new QueueTransport()];
[$one->other, $two->other] = [$two, $one];
$here = new IpcSession($peer, $one, new PidCounterRequestIdGenerator());
$there = new IpcSession(idGen: new PidCounterRequestIdGenerator(), transport: $two, peer: $peer);
$peer->replaceSessions([$here, $there]);
$there->onRequest(fn (LogMessage $question) => new LogMessage("answer to $question->message"));
var_dump($here->getTransport() === $one);
echo $here->request(timeout: 5.0, msg: new LogMessage('question'))->await()->message, "\n";
$here->close();
var_dump($peer->sessions() === [1 => $there]);
--EXPECT--
bool(true)
answer to question
bool(true)
