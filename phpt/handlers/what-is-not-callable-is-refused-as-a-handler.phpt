--TEST--
The session refuses a handler that is not callable
--FILE--
<?php

use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/peers.php';

$peer = new NativeIpcPeer();
[$session] = session_and_socket($peer);
foreach (['onMessage', 'offMessage', 'onRequest', 'offRequest', 'onException', 'offException', 'onClose', 'offClose'] as $method) {
    try {
        $session->$method('no_such_function');
    } catch (TypeError $e) {
        echo $e->getMessage(), "\n";
    }
}
--EXPECTF--
StreamIpc\IpcSession::onMessage(): Argument #1 ($handler) must be a valid callback, %s
StreamIpc\IpcSession::offMessage(): Argument #1 ($handler) must be a valid callback, %s
StreamIpc\IpcSession::onRequest(): Argument #1 ($handler) must be a valid callback, %s
StreamIpc\IpcSession::offRequest(): Argument #1 ($handler) must be a valid callback, %s
StreamIpc\IpcSession::onException(): Argument #1 ($handler) must be a valid callback, %s
StreamIpc\IpcSession::offException(): Argument #1 ($handler) must be a valid callback, %s
StreamIpc\IpcSession::onClose(): Argument #1 ($handler) must be a valid callback, %s
StreamIpc\IpcSession::offClose(): Argument #1 ($handler) must be a valid callback, %s
