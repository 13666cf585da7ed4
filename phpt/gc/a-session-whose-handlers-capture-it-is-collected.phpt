--TEST--
A session whose handlers capture it is collected, with all they capture
--FILE--
<?php

use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/peers.php';

final class Canary
{
    public function __construct(private string $name)
    {
    }

    public function __destruct()
    {
        echo "$this->name\n";
    }
}

(function () {
    $peer = new NativeIpcPeer();
    [$session, $socket] = session_and_socket($peer);
    foreach (['onMessage', 'onRequest', 'onException', 'onClose'] as $method) {
        $canary = new Canary($method);
        $session->$method(function () use ($session, $peer, $canary) {});
    }
})();
echo "before\n";
var_dump(gc_collect_cycles() > 0);
var_dump(gc_collect_cycles());
--EXPECT--
before
onMessage
onRequest
onException
onClose
bool(true)
int(0)
