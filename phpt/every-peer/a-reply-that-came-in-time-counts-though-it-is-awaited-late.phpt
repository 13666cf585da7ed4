--TEST--
A reply that has come in time counts, though it is awaited after the timeout and behind other messages
--FILE--
<?php

use StreamIpc\IpcPeer;
use StreamIpc\Message\LogMessage;

require __DIR__ . '/../support/every-peer.php';

with_every_peer(function (IpcPeer $peer, callable $start) {
    pcntl_sigprocmask(SIG_BLOCK, [SIGUSR2]);
    $session = $start(sprintf(<<<'PHP'
        introduce();
        [$request] = read_messages(1);
        for ($i = 0; $i < 20; $i++) {
            fwrite(STDOUT, frame(new LogMessage('other')));
        }
        fwrite(STDOUT, frame(new StreamIpc\Envelope\ResponseEnvelope($request->id, new LogMessage('reply'))));
        posix_kill(%d, SIGUSR2);
        sleep_until_woken();
        PHP, getmypid()));
    pid_of($peer, $session);
    $session->onMessage(function () { usleep(10_000); });
    $promise = $session->request(new LogMessage('question'), 0.3);
    $start = hrtime(true);
    pcntl_sigwaitinfo([SIGUSR2]);
    while (hrtime(true) - $start < 0.31e9) {
        usleep(10_000);
    }
    echo $promise->await()->message, "\n";
});
--EXPECT--
reply
-- the same with each peer
