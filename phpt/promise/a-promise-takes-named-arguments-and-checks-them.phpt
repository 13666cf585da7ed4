--TEST--
A ResponsePromise is made with named arguments, and refuses what does not fit
--FILE--
<?php
use StreamIpc\Envelope\Id\PidCounterRequestIdGenerator;
use StreamIpc\Envelope\{ResponseEnvelope, ResponsePromise};
use StreamIpc\{IpcPeer, IpcSession};
use StreamIpc\Message\{LogMessage, Message};
use StreamIpc\Transport\MessageTransport;

require __DIR__ . '/../support/thrown.php';

$peer = new class extends IpcPeer {
    public function tick(?float $timeout = null): void {}
};
$transport = new class implements MessageTransport {
    public function send(Message $message): void {}
};
$session = new IpcSession($peer, $transport, new PidCounterRequestIdGenerator());

$promise = new ResponsePromise(session: $session, id: 'mine', timeout: 1, peer: $peer);
$session->dispatch(new ResponseEnvelope('mine', new LogMessage('reply')));
var_dump($promise->await()->message);
thrown(fn() => new ResponsePromise($session, $peer, 'x'));
thrown(fn() => new ResponsePromise($peer, $session, 'x', 'soon'));
thrown(fn() => $promise->__construct($peer, $session, 'x'));
--EXPECTF--
string(5) "reply"
TypeError: StreamIpc\Envelope\ResponsePromise::__construct(): Argument #1 ($peer) must be of type StreamIpc\IpcPeer, StreamIpc\IpcSession given%S
TypeError: StreamIpc\Envelope\ResponsePromise::__construct(): Argument #4 ($timeout) must be of type float, string given%S
Error: Cannot modify readonly property StreamIpc\Envelope\ResponsePromise::$peer
