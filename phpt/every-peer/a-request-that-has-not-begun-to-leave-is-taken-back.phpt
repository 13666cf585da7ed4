--TEST--
A request of which no byte has left at its deadline is taken back: the session and its other requests live on
--FILE--
<?php

use StreamIpc\IpcPeer;
use StreamIpc\Message\LogMessage;
use StreamIpc\Transport\TimeoutException;

require __DIR__ . '/../support/every-peer.php';

// What send() of a user's transport has taken, nobody takes back.
with_each_of_our_peers(function (IpcPeer $peer, callable $start) {
    $session = $start(<<<'PHP'
        introduce();
        fwrite(STDOUT, frame(new StreamIpc\Envelope\RequestEnvelope('theirs', new LogMessage('?'))));
        sleep_until_woken();
        $came = read_messages(3);
        $names = array_map(fn ($message) => strrchr($message::class, '\\'), $came);
        fwrite(STDOUT, frame(new LogMessage(implode(' ', $names) . " {$came[0]->request->message}")));
        fwrite(STDOUT, frame(new StreamIpc\Envelope\ResponseEnvelope($came[0]->id, new LogMessage('and its reply'))));
        PHP);
    $session->onRequest(function () use (&$asked) {
        $asked = true;
        return new LogMessage(str_repeat('reply ', 500_000));
    });
    $first = $session->request(new LogMessage('the first'), 20.0);
    $pid = pid_of($peer, $session);
    // The reply, of which the pipe holds a part, keeps from leaving what is sent behind it.
    tick_until($peer, function () use (&$asked) { return $asked; });
    try {
        $session->request(new LogMessage('taken back'), 0.2);
    } catch (TimeoutException $e) {
        echo $e->getMessage(), "\n";
    }
    var_dump($session->isOpen());
    wake($pid);
    $session->notify(new LogMessage('the last'));
    $session->onMessage(function (LogMessage $message) { echo $message->message, "\n"; });
    echo $first->await()->message, "\n";
});
--EXPECT--
IPC request timed out after 0.2s
bool(true)
\RequestEnvelope \ResponseEnvelope \LogMessage the first
and its reply
-- the same with each peer
