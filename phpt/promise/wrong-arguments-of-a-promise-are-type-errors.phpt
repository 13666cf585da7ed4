--TEST--
Wrong arguments of a promise's constructor are type errors, and do no harm
--FILE--
<?php

use StreamIpc\Envelope\ResponsePromise;
use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/peers.php';

$peer = new NativeIpcPeer();
[$session] = session_and_socket($peer);
foreach ([[$peer, $peer, 'id'], [$session, $session, 'id'], [$peer, $session, []], [$peer, $session, 'id', 'soon'], [$peer, $session]] as $arguments) {
    try {
        new ResponsePromise(...$arguments);
    } catch (TypeError $e) {
        echo $e->getMessage(), "\n";
    }
}
--EXPECT--
StreamIpc\Envelope\ResponsePromise::__construct(): Argument #2 ($session) must be of type StreamIpc\IpcSession, StreamIpc\NativeIpcPeer given
StreamIpc\Envelope\ResponsePromise::__construct(): Argument #1 ($peer) must be of type StreamIpc\IpcPeer, StreamIpc\IpcSession given
StreamIpc\Envelope\ResponsePromise::__construct(): Argument #3 ($id) must be of type string, array given
StreamIpc\Envelope\ResponsePromise::__construct(): Argument #4 ($timeout) must be of type float, string given
StreamIpc\Envelope\ResponsePromise::__construct() expects at least 3 arguments, 2 given
