--TEST--
exit() in a signal handler ends a script that waits in tick(), await() or a send; a shutdown function may still ask and await
--FILE--
<?php

use StreamIpc\IpcPeer;
use StreamIpc\Message\LogMessage;

require __DIR__ . '/../support/every-peer.php';
require __DIR__ . '/../support/signals.php';

// The notification is finished before what is sent behind it.
foreach (['tick', 'await', 'notify'] as $wait) {
    echo "$wait: ";
    with_each_of_our_peers(function (IpcPeer $peer, callable $start) use ($wait) {
        $session = $start(<<<'PHP'
            introduce();
            sleep_until_woken();
            $peer = new NativeIpcPeer();
            $session = $peer->createStdioSession();
            $session->onRequest(fn (LogMessage $question) => new LogMessage(strrev($question->message)));
            $peer->run();
            PHP);
        $pid = pid_of($peer, $session);
        register_shutdown_function(function () use ($session, $pid) {
            wake($pid);
            echo $session->request(new LogMessage('end'), 20.0)->await()->message, "\n";
        });
        pcntl_async_signals(true);
        $signals = 0;
        pcntl_signal(SIGTERM, function () use (&$signals) {
            if (++$signals > 5) {
                pcntl_signal(SIGTERM, SIG_IGN);
                exit;
            }
        });
        start_signals(SIGTERM);
        $wait === 'notify' && $session->notify(new LogMessage(str_repeat('x', 8 << 20)));
        $wait === 'await' && $session->request(new LogMessage('question'), 20.0)->await();
        while (true) {
            $peer->tick(20.0);
        }
    });
}
--EXPECT--
tick: dne
-- the same with each peer
await: dne
-- the same with each peer
notify: dne
-- the same with each peer
