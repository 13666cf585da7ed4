--TEST--
Promises are collected, with the replies they hold, and forget their requests
--FILE--
<?php

use StreamIpc\Envelope\ResponseEnvelope;
use StreamIpc\Envelope\ResponsePromise;
use StreamIpc\Message\LogMessage;
use StreamIpc\Message\Message;

require __DIR__ . '/../support/queue-peer.php';

final class Reply implements Message
{
    public function __destruct()
    {
        echo "reply gone\n";
    }
}

$peer = new QueuePeer();
[$session] = $peer->connect();
(function () use ($peer, $session) {
    $awaited = new ResponsePromise($peer, $session, 'awaited');
    $pending = new ResponsePromise($peer, $session, 'pending');
    $unread = new ResponsePromise($peer, $session, 'unread');
    $session->dispatch(new ResponseEnvelope('awaited', new Reply()));
    $session->dispatch(new ResponseEnvelope('unread', new Reply()));
    $holder = new stdClass();
    $holder->self = $holder;
    $holder->promises = [$awaited, $pending, $unread];
    $awaited->await();
})();
echo "before\n";
gc_collect_cycles();
echo "after\n";
$session->dispatch(new ResponseEnvelope('pending', new LogMessage('late')));
var_dump($session->popResponse('pending'), $session->popResponse('unread'));
--EXPECT--
before
reply gone
reply gone
after
NULL
NULL
