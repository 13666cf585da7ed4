--TEST--
A promise that nobody holds any more forgets its request: a late reply is not kept
--FILE--
<?php
use StreamIpc\Envelope\Id\PidCounterRequestIdGenerator;
use StreamIpc\Envelope\{ResponseEnvelope, ResponsePromise};
use StreamIpc\{IpcPeer, IpcSession};
use StreamIpc\Message\{LogMessage, Message};
use StreamIpc\Transport\MessageTransport;

$peer = new class extends IpcPeer {
    public function tick(?float $timeout = null): void {}
};
$transport = new class implements MessageTransport {
    public function send(Message $message): void {}
};
$session = new IpcSession($peer, $transport, new PidCounterRequestIdGenerator());

$held = new ResponsePromise($peer, $session, 'held');
$gone = new ResponsePromise($peer, $session, 'gone');
unset($gone);
foreach (['held', 'gone', 'unknown'] as $id) {
    $session->dispatch(new ResponseEnvelope($id, new LogMessage("reply to $id")));
    var_dump($session->popResponse($id)?->message);
}
--EXPECT--
string(13) "reply to held"
NULL
NULL
