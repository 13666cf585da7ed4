--TEST--
await() ticks a user's peer with the time that is left, and times out there as well
--FILE--
<?php

use StreamIpc\Message\LogMessage;
use StreamIpc\Transport\TimeoutException;

require __DIR__ . '/../support/queue-peer.php';

final class RestingPeer extends QueuePeer
{
    public array $timeouts = [];

    public function tick(?float $timeout = null): void
    {
        $this->timeouts[] = $timeout;
        usleep(20_000);
        parent::tick($timeout);
    }
}

$peer = new RestingPeer();
[$here, $there] = $peer->connect();
$there->onRequest(fn () => null);
$peer->removeSession($there);
try {
    $here->request(new LogMessage('question'), 0.2)->await();
} catch (TimeoutException $e) {
    echo $e->getMessage(), "\n";
}
var_dump($peer->timeouts[0] > 0.1, $peer->timeouts[0] <= 0.2, end($peer->timeouts) < $peer->timeouts[0]);
--EXPECT--
IPC request timed out after 0.2s
bool(true)
bool(true)
bool(true)
