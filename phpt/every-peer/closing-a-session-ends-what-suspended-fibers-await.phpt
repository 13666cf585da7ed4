--TEST--
Closing a session ends what fibers await of it that are suspended meanwhile, and nothing that they await of others
--FILE--
<?php

use StreamIpc\IpcPeer;
use StreamIpc\IpcSession;
use StreamIpc\Message\LogMessage;
use StreamIpc\Transport\PeerClosedException;

require __DIR__ . '/../support/every-peer.php';

const TELLING = <<<'PHP'
    $peer = new NativeIpcPeer();
    $session = $peer->createStdioSession();
    $session->onRequest(function (LogMessage $question) use ($session) {
        $session->notify(new LogMessage('you wait'));
        return $question->message === 'silence' ? $GLOBALS['peer']->run() : $question;
    });
    $peer->run();
    PHP;

// For Amp, see phpt/amphp.
with_every_peer_without_a_loop(function (IpcPeer $peer, callable $start) {
    [$closed, $other] = [$start(TELLING), $start(TELLING)];
    $ask = function (IpcSession $session, string $question) {
        $session->onMessage(fn () => Fiber::getCurrent() && Fiber::suspend());
        $fiber = new Fiber(function () use ($session, $question) {
            try {
                echo $session->request(new LogMessage($question), 60.0)->await()->message, "\n";
            } catch (PeerClosedException $e) {
                echo strstr($e->getMessage(), 'the session'), "\n";
            }
        });
        $fiber->start();
        return $fiber;
    };
    $fibers = [$ask($closed, 'silence'), $ask($other, 'the reply of the other')];
    $closed->close();
    foreach ($fibers as $fiber) {
        while (!$fiber->isTerminated()) {
            $fiber->resume();
        }
    }
});
--EXPECT--
the session was closed on this side
the reply of the other
-- the same with each peer
