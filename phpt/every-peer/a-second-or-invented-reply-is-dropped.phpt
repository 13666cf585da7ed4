--TEST--
A second reply to a request, and one to a request that nobody has sent, are dropped; what comes behind them is delivered
--FILE--
<?php

use StreamIpc\IpcPeer;
use StreamIpc\Message\LogMessage;

require __DIR__ . '/../support/every-peer.php';

with_every_peer(function (IpcPeer $peer, callable $start) {
    $session = $start(<<<'PHP'
        [$request] = read_messages(1);
        foreach ([['invented', 'never'], [$request->id, 'first'], [$request->id, 'second']] as [$id, $reply]) {
            fwrite(STDOUT, frame(new StreamIpc\Envelope\ResponseEnvelope($id, new LogMessage($reply))));
        }
        fwrite(STDOUT, frame(new LogMessage('behind them')));
        PHP);
    $session->onMessage(function (LogMessage $message) { echo $message->message, "\n"; });
    $promise = $session->request(new LogMessage('question'), 20.0);
    $peer->run();
    echo $promise->await()->message, "\n";
    var_dump($session->getStats()['pending_requests'], $session->popResponse('invented'));
});
--EXPECT--
behind them
first
int(0)
NULL
-- the same with each peer
