--TEST--
A send that a throwing signal handler interrupts is finished later: the frame arrives whole, before the next
--FILE--
<?php

use StreamIpc\IpcPeer;
use StreamIpc\Message\LogMessage;

require __DIR__ . '/../support/every-peer.php';
require __DIR__ . '/../support/signals.php';
require __DIR__ . '/../support/thrown.php';

// A user's transport sends as long as it likes.
with_each_of_our_peers(function (IpcPeer $peer, callable $start) {
    $session = $start(<<<'PHP'
        introduce();
        sleep_until_woken();
        $peer = new NativeIpcPeer();
        $session = $peer->createStdioSession();
        $session->onMessage(fn (LogMessage $message) => $session->notify(new LogMessage(md5($message->message))));
        $peer->run();
        PHP);
    $pid = pid_of($peer, $session);
    pcntl_async_signals(true);
    $signals = 0;
    pcntl_signal(SIGTERM, function () use (&$signals) {
        if (++$signals === 5) {
            pcntl_signal(SIGTERM, SIG_IGN);
            throw new DomainException('from the signal handler');
        }
    });
    $received = [];
    $session->onMessage(function (LogMessage $message) use (&$received) { $received[] = $message->message; });
    $text = random_bytes(8 << 20);
    $sender = start_signals(SIGTERM);
    thrown(fn () => $session->notify(new LogMessage($text)));
    stop_signals($sender);
    wake($pid);
    tick_until($peer, function () use (&$received) { return count($received) === 1; });
    $session->notify(new LogMessage('next'));
    tick_until($peer, function () use (&$received) { return count($received) === 2; });
    var_dump($received === [md5($text), md5('next')]);
});
--EXPECT--
DomainException: from the signal handler
bool(true)
-- the same with each peer
