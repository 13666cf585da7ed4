--TEST--
A cycle through a reply and its promise is collected
--FILE--
<?php

use StreamIpc\Envelope\ResponseEnvelope;
use StreamIpc\Envelope\ResponsePromise;
use StreamIpc\Message\Message;

require __DIR__ . '/../support/queue-peer.php';

final class Reply implements Message
{
    public ?ResponsePromise $promise = null;

    public function __destruct()
    {
        echo "reply gone\n";
    }
}

(function () {
    $peer = new QueuePeer();
    [$session] = $peer->connect();
    $promise = new ResponsePromise($peer, $session, 'id');
    $reply = new Reply();
    $reply->promise = $promise;
    $session->dispatch(new ResponseEnvelope('id', $reply));
    $promise->await();
})();
echo "before\n";
gc_collect_cycles();
echo "after\n";
--EXPECT--
before
reply gone
after
