--TEST--
Without a text of their own, or with null, the exceptions have their default texts
--FILE--
<?php
use StreamIpc\Envelope\Id\PidCounterRequestIdGenerator;
use StreamIpc\{InvalidStreamException, IpcPeer, IpcSession};
use StreamIpc\Message\Message;
use StreamIpc\Transport\{MessageTransport, StreamClosedException, TimeoutException};

$peer = new class extends IpcPeer {
    public function tick(?float $timeout = null): void {}
};
$transport = new class implements MessageTransport {
    public function send(Message $message): void {}
};
$session = new IpcSession($peer, $transport, new PidCounterRequestIdGenerator());

foreach ([
    new StreamClosedException(),
    new StreamClosedException(null),
    new StreamClosedException(''),
    new TimeoutException(),
    new TimeoutException(code: 3),
    new InvalidStreamException($session),
    new InvalidStreamException($session, null, 4),
    new InvalidStreamException($session, 'mine'),
] as $e) {
    echo $e::class, ' ', json_encode([$e->getMessage(), $e->getCode(), $e->getPrevious()]), "\n";
}
var_dump($e->getSession() === $session);
--EXPECT--
StreamIpc\Transport\StreamClosedException ["Stream closed",0,null]
StreamIpc\Transport\StreamClosedException ["Stream closed",0,null]
StreamIpc\Transport\StreamClosedException ["",0,null]
StreamIpc\Transport\TimeoutException ["Request timed out",0,null]
StreamIpc\Transport\TimeoutException ["Request timed out",3,null]
StreamIpc\InvalidStreamException ["Invalid stream resource",0,null]
StreamIpc\InvalidStreamException ["Invalid stream resource",4,null]
StreamIpc\InvalidStreamException ["mine",0,null]
bool(true)
