--TEST--
If a request cannot be serialized, request() throws; nothing is sent, and the session goes on
--FILE--
<?php

use StreamIpc\Message\Message;
use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/peers.php';

final class WithClosure implements Message
{
    public ?Closure $closure;

    public function __construct()
    {
        $this->closure = fn () => 1;
    }
}

$peer = new NativeIpcPeer();
[$session, $socket] = session_and_socket($peer);
foreach (['request', 'notify'] as $method) {
    try {
        $session->$method(new WithClosure());
    } catch (Exception $e) {
        echo $e->getMessage(), "\n";
    }
}
var_dump(count(received($socket)), $session->isOpen());
--EXPECT--
Serialization of 'Closure' is not allowed
Serialization of 'Closure' is not allowed
int(0)
bool(true)
