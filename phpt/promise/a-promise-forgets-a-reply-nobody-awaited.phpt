--TEST--
Dropping a promise drops its reply, too, if it has already arrived
--FILE--
<?php

use StreamIpc\Envelope\ResponseEnvelope;
use StreamIpc\Message\LogMessage;
use StreamIpc\Message\Message;
use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/peers.php';

final class Canary implements Message
{
    public bool $travelled = false;

    public function __wakeup(): void
    {
        $this->travelled = true;
    }

    public function __destruct()
    {
        if ($this->travelled) {
            echo "the reply is gone\n";
        }
    }
}

$peer = new NativeIpcPeer();
[$session, $socket] = session_and_socket($peer);
$promise = $session->request(new LogMessage('question'));
[$request] = received($socket);
fwrite($socket, frame(new ResponseEnvelope($request->id, new Canary())));
tick_until($peer, fn () => $promise->isResolved());
echo "letting go\n";
unset($promise);
echo "done\n";
--EXPECT--
letting go
the reply is gone
done
