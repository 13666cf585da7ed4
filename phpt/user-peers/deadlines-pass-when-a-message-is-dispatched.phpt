--TEST--
onResolved() handlers of a user's peer learn that the time is up when a message is dispatched, after that
--FILE--
<?php

use StreamIpc\Envelope\ResponseEnvelope;
use StreamIpc\Envelope\ResponsePromise;
use StreamIpc\IpcPeer;
use StreamIpc\IpcSession;
use StreamIpc\Message\LogMessage;
use StreamIpc\Message\Message;
use StreamIpc\Transport\MessageTransport;

final class Deaf implements MessageTransport
{
    public function send(Message $message): void
    {
    }
}

final class UserPeer extends IpcPeer
{
    public function open(): IpcSession
    {
        return $this->createSession(new Deaf());
    }

    public function tick(?float $timeout = null): void
    {
    }
}

$peer = new UserPeer();
[$session, $other] = [$peer->open(), $peer->open()];
foreach ([[0.05, 'A1'], [0.05, 'A2'], [20.0, 'A3']] as [$timeout, $id]) {
    $promises[$id] = new ResponsePromise($peer, $session, $id, $timeout);
    $promises[$id]->onResolved(function (ResponsePromise $promise) use ($id) {
        try {
            $reply = $promise->await()->message;
            echo "$id: $reply\n";
        } catch (RuntimeException $e) {
            echo "$id: ", $e->getMessage(), "\n";
        }
    });
}
usleep(60_000);
$session->dispatch(new ResponseEnvelope('A1', new LogMessage('just in time')));
var_dump($promises['A3']->isResolved());
$promises['A3'] = null;

$promise = new ResponsePromise($peer, $session, 'A4', 0.05);
$promise->onResolved(function () { echo "the peer's other session got a message\n"; });
usleep(60_000);
$other->dispatch(new LogMessage('?'));
--EXPECT--
A1: just in time
A2: IPC request timed out after 0.05s
bool(false)
the peer's other session got a message
