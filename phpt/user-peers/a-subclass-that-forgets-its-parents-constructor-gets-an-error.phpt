--TEST--
A subclass that does not call the parent's constructor gets PHP's error for it
--FILE--
<?php

use StreamIpc\Serialization\MessageSerializer;

require __DIR__ . '/../support/queue-peer.php';

final class Forgetful extends QueuePeer
{
    public function __construct()
    {
    }

    public function serializer(): MessageSerializer
    {
        return $this->defaultSerializer;
    }
}

$peer = new Forgetful();
foreach ([fn () => $peer->connect(), fn () => $peer->serializer()] as $use) {
    try {
        $use();
    } catch (Error $e) {
        echo get_class($e), ': ', $e->getMessage(), "\n";
    }
}
var_dump($peer->sessions());
$peer->run();
--EXPECT--
Error: Typed property StreamIpc\IpcPeer::$idGen must not be accessed before initialization
Error: Typed property StreamIpc\IpcPeer::$defaultSerializer must not be accessed before initialization
array(0) {
}
