--TEST--
If a reply cannot be sent as the worker reads no more, the session's exception handlers run; the tick goes on with the others
--FILE--
<?php

use StreamIpc\IpcPeer;
use StreamIpc\Message\LogMessage;

require __DIR__ . '/../support/every-peer.php';

with_every_peer(function (IpcPeer $peer, callable $start) {
    $session = $start(<<<'PHP'
        introduce();
        fclose(STDIN);
        fwrite(STDOUT, frame(new StreamIpc\Envelope\RequestEnvelope('1', new LogMessage('?'))));
        sleep_until_woken();
        PHP);
    $other = $start(ANSWERING);
    $session->onRequest(fn () => new LogMessage('to nobody'));
    $session->onException(function (Throwable $e) use (&$told) { $told = $e::class; });
    pid_of($peer, $session);
    tick_until($peer, function () use (&$told) { return $told !== null; });
    var_dump($session->isOpen());
    echo "$told\n", $other->request(new LogMessage('no seog rehto eht'), 20.0)->await()->message, "\n";
});
--EXPECT--
bool(false)
StreamIpc\Transport\StreamClosedException
the other goes on
-- the same with each peer
