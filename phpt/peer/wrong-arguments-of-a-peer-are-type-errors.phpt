--TEST--
Wrong arguments of a peer's constructor and ticks are type errors
--FILE--
<?php

use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/peers.php';

$peer = new NativeIpcPeer();
[$session] = session_and_socket($peer);
$calls = [
    fn () => new NativeIpcPeer(new stdClass()),
    fn () => new NativeIpcPeer(null, 'generator'),
    fn () => $peer->tick('soon'),
    fn () => $peer->tickFor(null),
    fn () => $peer->tickFor(),
    fn () => $peer->removeSession($peer),
    fn () => $peer->createSession($session->getTransport()),
];
foreach ($calls as $call) {
    try {
        $call();
        echo "no error\n";
    } catch (Error $e) {
        echo get_class($e), ': ', $e->getMessage(), "\n";
    }
}
--EXPECT--
TypeError: StreamIpc\IpcPeer::__construct(): Argument #1 ($defaultSerializer) must be of type ?StreamIpc\Serialization\MessageSerializer, stdClass given
TypeError: StreamIpc\IpcPeer::__construct(): Argument #2 ($idGen) must be of type ?StreamIpc\Envelope\Id\RequestIdGenerator, string given
TypeError: StreamIpc\NativeIpcPeer::tick(): Argument #1 ($timeout) must be of type ?float, string given
TypeError: StreamIpc\IpcPeer::tickFor(): Argument #1 ($seconds) must be of type float, null given
ArgumentCountError: StreamIpc\IpcPeer::tickFor() expects exactly 1 argument, 0 given
TypeError: StreamIpc\NativeIpcPeer::removeSession(): Argument #1 ($session) must be of type StreamIpc\IpcSession, StreamIpc\NativeIpcPeer given
Error: Call to protected method StreamIpc\IpcPeer::createSession() from global scope
