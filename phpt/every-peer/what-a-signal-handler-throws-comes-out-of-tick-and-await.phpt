--TEST--
What a signal handler throws comes out of tick() and await(), and the reply still comes
--FILE--
<?php

use StreamIpc\IpcPeer;
use StreamIpc\Message\LogMessage;

require __DIR__ . '/../support/every-peer.php';
require __DIR__ . '/../support/signals.php';
require __DIR__ . '/../support/thrown.php';

with_every_peer(function (IpcPeer $peer, callable $start) {
    $session = $start(<<<'PHP'
        introduce();
        [$request] = read_messages(1);
        sleep_until_woken();
        fwrite(STDOUT, frame(new StreamIpc\Envelope\ResponseEnvelope($request->id, new LogMessage('reply'))));
        PHP);
    $pid = pid_of($peer, $session);
    $promise = $session->request(new LogMessage('question'), 30.0);
    pcntl_async_signals(true);
    $tick = function () use ($peer, &$signals) {
        // Each signal ends a tick.
        do {
            $peer->tick(20.0);
        } while ($signals <= 5);
    };
    foreach (['tick' => $tick, 'await' => fn () => $promise->await()] as $method => $wait) {
        $signals = 0;
        pcntl_signal(SIGTERM, function () use ($method, &$signals) {
            // It certainly waits then.
            if (++$signals > 5) {
                pcntl_signal(SIGTERM, SIG_IGN);
                throw new DomainException("from the signal handler in $method()");
            }
        });
        $sender = start_signals(SIGTERM);
        thrown($wait);
        stop_signals($sender);
    }
    wake($pid);
    echo $promise->await()->message, "\n";
});
--EXPECT--
DomainException: from the signal handler in tick()
DomainException: from the signal handler in await()
reply
-- the same with each peer
