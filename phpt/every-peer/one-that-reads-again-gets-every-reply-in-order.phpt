--TEST--
A worker that sends many requests before it reads gets every reply, in order
--FILE--
<?php

use StreamIpc\IpcPeer;
use StreamIpc\Message\LogMessage;

require __DIR__ . '/../support/every-peer.php';

with_every_peer(function (IpcPeer $peer, callable $start) {
    $session = $start(<<<'PHP'
        introduce();
        for ($n = 0; $n < 200; $n++) {
            fwrite(STDOUT, frame(new StreamIpc\Envelope\RequestEnvelope("$n", new LogMessage(chr(ord('a') + $n % 26)))));
        }
        sleep_until_woken();
        $replies = read_messages(200);
        $wrong = array_filter($replies, fn ($reply, $n) => $reply->id !== "$n"
            || $reply->response->message !== str_repeat(chr(ord('a') + $n % 26), 20_000), ARRAY_FILTER_USE_BOTH);
        fwrite(STDOUT, frame(new LogMessage(count($replies) . ' replies, ' . count($wrong) . ' of them wrong')));
        PHP);
    $asked = 0;
    $session->onRequest(function (LogMessage $question) use (&$asked) {
        $asked++;
        return new LogMessage(str_repeat($question->message, 20_000));
    });
    $pid = pid_of($peer, $session);
    // More than a pipe holds.
    tick_until($peer, function () use (&$asked) { return $asked >= 50; });
    wake($pid);
    $session->onMessage(function (LogMessage $message) { echo $message->message, "\n"; });
    tick_until($peer, fn () => !$session->isOpen());
});
--EXPECT--
200 replies, 0 of them wrong
-- the same with each peer
