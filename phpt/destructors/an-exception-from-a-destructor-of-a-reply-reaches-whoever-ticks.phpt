--TEST--
An exception from the destructor of a reply that nobody awaits reaches whoever ticks
--FILE--
<?php

use StreamIpc\Envelope\ResponseEnvelope;
use StreamIpc\Message\LogMessage;
use StreamIpc\Message\Message;
use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/peers.php';

final class Fragile implements Message
{
    public bool $whole = true;

    public function __wakeup(): void
    {
        $this->whole = false;
    }

    public function __destruct()
    {
        if (!$this->whole) {
            throw new DomainException('broken');
        }
    }
}

$peer = new NativeIpcPeer();
[$session, $socket] = session_and_socket($peer);
$session->onMessage(function (LogMessage $message) { echo $message->message, "\n"; });
fwrite($socket, frame(new ResponseEnvelope('nobody', new Fragile())) . frame(new LogMessage('behind')));
try {
    $peer->tick(0);
} catch (DomainException $e) {
    echo $e->getMessage(), "\n";
}
$peer->tick(0);
--EXPECT--
broken
behind
