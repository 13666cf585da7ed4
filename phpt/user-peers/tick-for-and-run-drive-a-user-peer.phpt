--TEST--
tickFor() and run() drive a user's peer, too
--FILE--
<?php

use StreamIpc\Message\LogMessage;

require __DIR__ . '/../support/peers.php';
require __DIR__ . '/../support/queue-peer.php';

final class SlowPeer extends QueuePeer
{
    public function tick(?float $timeout = null): void
    {
        usleep(10_000);
        parent::tick($timeout);
    }
}

$peer = new SlowPeer();
[$here, $there] = $peer->connect();
$there->onMessage(function (LogMessage $message) { echo $message->message, "\n"; });
$here->notify(new LogMessage('during tickFor()'));
var_dump(wall_seconds(fn () => $peer->tickFor(0.1)) >= 0.1, $peer->ticks > 1);

$there->onMessage(function () use ($here, $there) {
    $here->close();
    $there->close();
});
$here->notify(new LogMessage('during run()'));
$peer->run();
echo "done\n";
--EXPECT--
during tickFor()
bool(true)
bool(true)
during run()
done
