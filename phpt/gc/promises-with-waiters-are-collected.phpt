--TEST--
Promises with handlers, and open requests with handlers that capture everything, are collected with their sessions
--FILE--
<?php

use StreamIpc\Envelope\RequestEnvelope;
use StreamIpc\IncomingRequest;
use StreamIpc\IpcSession;
use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/peers.php';

$peer = new NativeIpcPeer();
[$session, $socket] = session_and_socket($peer);
[$other] = session_pair($peer);
$promise = $session->request(new LogMessage('?'), 20.0);
$promise->onResolved(function () use ($peer, $session, $promise) { echo "never\n"; });
$session->onRequest(function (LogMessage $m, IpcSession $s, IncomingRequest $request) use ($promise, $session, $other, &$open) {
    $request->onCancel(function () use ($request, $session) { echo "never\n"; });
    if ($m->message === 'promise') {
        return $promise;
    }
    $open = $request;
    return $request;
});
fwrite($socket, frame(new RequestEnvelope('1', new LogMessage('promise'))) . frame(new RequestEnvelope('2', new LogMessage('open'))));
$peer->tick(5.0);
$gone = array_map(WeakReference::create(...), [$peer, $session, $promise, $open]);
unset($peer, $session, $promise, $open, $other);
gc_collect_cycles();
// Destructors tell the asker that nobody will answer.
gc_collect_cycles();
var_dump(array_map(fn (WeakReference $reference) => $reference->get(), $gone) === [null, null, null, null]);
var_dump(count(received($socket)));
--EXPECT--
bool(true)
int(3)
