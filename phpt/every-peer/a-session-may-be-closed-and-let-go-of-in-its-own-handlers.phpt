--TEST--
A session may be closed and let go of in its own handlers, and the peer goes on
--FILE--
<?php

use StreamIpc\IpcPeer;
use StreamIpc\Message\LogMessage;

require __DIR__ . '/../support/every-peer.php';

with_every_peer(function (IpcPeer $peer, callable $start) {
    $other = $start(ANSWERING);
    foreach (['onMessage', 'onRequest', 'onClose'] as $on) {
        $session = $start(<<<'PHP'
            $session = (new NativeIpcPeer())->createStdioSession();
            $session->notify(new LogMessage('one'));
            fwrite(STDOUT, frame(new StreamIpc\Envelope\RequestEnvelope('1', new LogMessage('two'))));
            $session->notify(new LogMessage('three'));
            PHP);
        $called = 0;
        $session->$on(function () use (&$session, &$called) {
            $called++;
            $session?->close();
            $session = null;
            gc_collect_cycles();
            return new LogMessage('to nobody');
        });
        tick_until($peer, function () use (&$session) { return $session === null; });
        echo $other->request(new LogMessage('no og srehto'), 20.0)->await()->message, ", $on was called $called time\n";
    }
});
--EXPECT--
others go on, onMessage was called 1 time
others go on, onRequest was called 1 time
others go on, onClose was called 1 time
-- the same with each peer
