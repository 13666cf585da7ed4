--TEST--
A promise cannot be cloned, serialized, or made without its constructor
--FILE--
<?php
use StreamIpc\Envelope\Id\PidCounterRequestIdGenerator;
use StreamIpc\Envelope\ResponsePromise;
use StreamIpc\{IpcPeer, IpcSession};
use StreamIpc\Message\Message;
use StreamIpc\Transport\MessageTransport;

require __DIR__ . '/../support/thrown.php';

$peer = new class extends IpcPeer {
    public function tick(?float $timeout = null): void {}
};
$transport = new class implements MessageTransport {
    public function send(Message $message): void {}
};
$promise = new ResponsePromise($peer, new IpcSession($peer, $transport, new PidCounterRequestIdGenerator()), 'x');

thrown(fn() => clone $promise);
thrown(fn() => serialize($promise));
thrown(fn() => unserialize('O:34:"StreamIpc\Envelope\ResponsePromise":0:{}'));
thrown(fn() => (new ReflectionClass($promise))->newInstanceWithoutConstructor());
--EXPECT--
Error: Trying to clone an uncloneable object of class StreamIpc\Envelope\ResponsePromise
Exception: Serialization of 'StreamIpc\Envelope\ResponsePromise' is not allowed
Exception: Unserialization of 'StreamIpc\Envelope\ResponsePromise' is not allowed
ReflectionException: Class StreamIpc\Envelope\ResponsePromise is an internal class marked as final that cannot be instantiated without invoking its constructor
