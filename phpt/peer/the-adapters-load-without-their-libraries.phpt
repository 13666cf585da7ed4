--TEST--
The adapter classes exist without their libraries; arguments of other classes are a TypeError
--FILE--
<?php

use StreamIpc\AmphpIpcPeer;
use StreamIpc\Serialization\NativeMessageSerializer;
use StreamIpc\SymfonyIpcPeer;
use StreamIpc\Transport\AmpByteStreamMessageTransport;
use StreamIpc\Transport\SymfonyProcessMessageTransport;

$peer = new SymfonyIpcPeer();
$peer->tick();
$peer->run();
$amp = new AmphpIpcPeer();
$amp->tick();
$amp->run();
foreach ([
    fn () => $peer->createSymfonyProcessSession(new stdClass()),
    fn () => $peer->createSymfonyProcessSession('ls'),
    fn () => $peer->createSessionFromTransport(new stdClass()),
    fn () => new SymfonyProcessMessageTransport(new stdClass(), new NativeMessageSerializer()),
    fn () => new SymfonyIpcPeer(sleepTick: -1),
    fn () => new SymfonyIpcPeer(sleepTick: 'soon'),
    fn () => $amp->createByteStreamSession(STDOUT, [STDIN]),
    fn () => new AmpByteStreamMessageTransport(new stdClass(), [], new NativeMessageSerializer()),
] as $call) {
    try {
        $call();
    } catch (TypeError | ValueError $e) {
        echo $e->getMessage(), "\n";
    }
}
--EXPECT--
StreamIpc\SymfonyIpcPeer::createSymfonyProcessSession(): Argument #1 ($process) must be of type Symfony\Component\Process\Process, stdClass given
StreamIpc\SymfonyIpcPeer::createSymfonyProcessSession(): Argument #1 ($process) must be of type Symfony\Component\Process\Process, string given
StreamIpc\SymfonyIpcPeer::createSessionFromTransport(): Argument #1 ($transport) must be of type StreamIpc\Transport\SymfonyProcessMessageTransport, stdClass given
StreamIpc\Transport\SymfonyProcessMessageTransport::__construct(): Argument #1 ($process) must be of type Symfony\Component\Process\Process, stdClass given
StreamIpc\SymfonyIpcPeer::__construct(): Argument #3 ($sleepTick) must be greater than or equal to 0
StreamIpc\SymfonyIpcPeer::__construct(): Argument #3 ($sleepTick) must be of type ?int, string given
StreamIpc\AmphpIpcPeer::createByteStreamSession(): Argument #1 ($write) must be of type Amp\ByteStream\WritableResourceStream, resource given
StreamIpc\Transport\AmpByteStreamMessageTransport::__construct(): Argument #1 ($writeStream) must be of type Amp\ByteStream\WritableResourceStream, stdClass given
