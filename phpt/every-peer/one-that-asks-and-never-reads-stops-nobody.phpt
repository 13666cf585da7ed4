--TEST--
A worker that asks and never reads stops nobody: ticks return in time, others get replies, and few megabytes wait for it
--FILE--
<?php

use StreamIpc\IpcPeer;
use StreamIpc\Message\LogMessage;

require __DIR__ . '/../support/every-peer.php';

// In a user's transport, it is the user who limits what waits.
with_each_of_our_peers(function (IpcPeer $peer, callable $start) {
    $deaf = $start(<<<'PHP'
        introduce();
        $request = frame(new StreamIpc\Envelope\RequestEnvelope('1', new LogMessage(str_repeat('?', 10_000))));
        while (@fwrite(STDOUT, $request)) {
            // A Process of Symfony's that finds its pipe full reads on, and gives nothing meanwhile.
            usleep(100);
        }
        PHP);
    $other = $start(ANSWERING);
    $deaf->onRequest(fn () => new LogMessage(str_repeat('!', 10_000)));
    pid_of($peer, $deaf);
    $longest = 0.0;
    tick_until($peer, function () use ($peer, $deaf, &$longest) {
        $longest = max($longest, wall_seconds(fn () => $peer->tick(0)));
        return $deaf->getStats()['queued_bytes'] > 1 << 20;
    });
    for ($i = 0; $i < 5; $i++) {
        $longest = max($longest, wall_seconds(fn () => $peer->tick(0.05)));
    }
    echo $other->request(new LogMessage('enif'), 20.0)->await()->message, "\n";
    var_dump($longest < 1.0, $deaf->isOpen(), $deaf->getStats()['queued_bytes'] < 4 << 20);
});
--EXPECT--
fine
bool(true)
bool(true)
bool(true)
-- the same with each peer
