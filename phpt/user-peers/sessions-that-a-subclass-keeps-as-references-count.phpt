--TEST--
Sessions that a subclass has made references of, as a foreach by reference does, count as ever
--FILE--
<?php

use StreamIpc\Message\LogMessage;

require __DIR__ . '/../support/peers.php';
require __DIR__ . '/../support/queue-peer.php';

final class ByReference extends QueuePeer
{
    public function tick(?float $timeout = null): void
    {
        static $kept = [];
        foreach ($this->sessions as $key => &$session) {
            // Held twice, it stays a reference in the array.
            $kept[$key] = &$session;
        }
        parent::tick($timeout);
    }
}

$peer = new ByReference();
[$here, $there] = $peer->connect();
$peer->tick();
$there->onMessage(function (LogMessage $message) use ($here, $there) {
    echo $message->message, "\n";
    $here->close();
    $there->close();
});
$here->notify(new LogMessage('heard by run()'));
$peer->run();
var_dump(count($peer->sessions()));
--EXPECT--
heard by run()
int(0)
