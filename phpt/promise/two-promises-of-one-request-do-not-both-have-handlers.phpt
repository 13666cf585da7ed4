--TEST--
A second promise of the same request, made by hand, is refused handlers while the first one has some
--FILE--
<?php

use StreamIpc\Envelope\ResponseEnvelope;
use StreamIpc\Envelope\ResponsePromise;
use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/peers.php';
require __DIR__ . '/../support/thrown.php';

$peer = new NativeIpcPeer();
[$session] = session_and_socket($peer);
[$first, $second] = [new ResponsePromise($peer, $session, 'A1'), new ResponsePromise($peer, $session, 'A1')];
$first->onResolved(fn (ResponsePromise $promise) => print($promise->await()->message . "\n"));
thrown(fn () => $second->onResolved(fn () => print("never\n")));
$session->dispatch(new ResponseEnvelope('A1', new LogMessage('reply')));
--EXPECT--
LogicException: Another promise of request A1 waits for its outcome already; use that one
reply
