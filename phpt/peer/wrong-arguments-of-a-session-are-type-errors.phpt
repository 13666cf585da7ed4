--TEST--
Wrong arguments of a session's methods are type errors
--FILE--
<?php

use StreamIpc\Envelope\Id\PidCounterRequestIdGenerator;
use StreamIpc\IpcSession;
use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/peers.php';

$peer = new NativeIpcPeer();
[$session] = session_and_socket($peer);
$calls = [
    fn () => new IpcSession(new stdClass(), $session->getTransport(), new PidCounterRequestIdGenerator()),
    fn () => new IpcSession($peer, new stdClass(), new PidCounterRequestIdGenerator()),
    fn () => new IpcSession($peer, $session->getTransport()),
    fn () => $session->notify('text'),
    fn () => $session->notify(new stdClass()),
    fn () => $session->request(new LogMessage(''), 'soon'),
    fn () => $session->dispatch(null),
    fn () => $session->triggerException('trouble'),
    fn () => $session->popResponse([]),
    fn () => $session->registerPromise(),
];
foreach ($calls as $call) {
    try {
        $call();
        echo "no error\n";
    } catch (TypeError $e) {
        echo $e->getMessage(), "\n";
    }
}
--EXPECT--
StreamIpc\IpcSession::__construct(): Argument #1 ($peer) must be of type StreamIpc\IpcPeer, stdClass given
StreamIpc\IpcSession::__construct(): Argument #2 ($transport) must be of type StreamIpc\Transport\MessageTransport, stdClass given
StreamIpc\IpcSession::__construct() expects exactly 3 arguments, 2 given
StreamIpc\IpcSession::notify(): Argument #1 ($msg) must be of type StreamIpc\Message\Message, string given
StreamIpc\IpcSession::notify(): Argument #1 ($msg) must be of type StreamIpc\Message\Message, stdClass given
StreamIpc\IpcSession::request(): Argument #2 ($timeout) must be of type float, string given
StreamIpc\IpcSession::dispatch(): Argument #1 ($envelope) must be of type StreamIpc\Message\Message, null given
StreamIpc\IpcSession::triggerException(): Argument #1 ($e) must be of type Throwable, string given
StreamIpc\IpcSession::popResponse(): Argument #1 ($id) must be of type string, array given
StreamIpc\IpcSession::registerPromise() expects exactly 1 argument, 0 given
