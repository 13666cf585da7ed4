--TEST--
A reply that cannot be serialized becomes an ErrorMessage
--FILE--
<?php

use StreamIpc\Message\ErrorMessageException;
use StreamIpc\Message\LogMessage;
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
[$here, $there] = session_pair($peer);
$there->onRequest(fn () => new WithClosure());
try {
    $here->request(new LogMessage('question'))->await();
} catch (ErrorMessageException $e) {
    echo implode("\n", array_slice(explode("\n", $e->getMessage()), 0, 2)), "\n";
}
--EXPECT--
Error in dispatch
Exception: Serialization of 'Closure' is not allowed
