--TEST--
triggerException() calls the exception handlers and closes the session
--FILE--
<?php

use StreamIpc\IpcSession;
use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/peers.php';

$peer = new NativeIpcPeer();
[$session, $socket] = session_and_socket($peer);
foreach (['first', 'second'] as $name) {
    $session->onException(function (Throwable $e, IpcSession $from) use ($name, $session) {
        echo "$name: ", get_class($e), ' ', $e->getMessage(), "\n";
        var_dump($from === $session, $session->isOpen());
    });
}
$session->onClose(function () { echo "closed\n"; });
$session->triggerException(new DomainException('trouble'));
var_dump($session->isOpen());
--EXPECT--
first: DomainException trouble
bool(true)
bool(true)
second: DomainException trouble
bool(true)
bool(true)
closed
bool(false)
