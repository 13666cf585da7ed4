--TEST--
A notification waits for room as long as stream_ipc.send_timeout says; one that was cut in two ends its session, one that has not begun does not
--INI--
stream_ipc.send_timeout=0.2
--FILE--
<?php

use StreamIpc\IpcPeer;
use StreamIpc\IpcSession;
use StreamIpc\Message\LogMessage;
use StreamIpc\Transport\TimeoutException;

require __DIR__ . '/../support/every-peer.php';

function notify_in_vain(IpcSession $session): void
{
    $seconds = wall_seconds(function () use ($session) {
        try {
            $session->notify(new LogMessage(str_repeat('x', 4_000_000)));
        } catch (TimeoutException $e) {
            echo $e->getMessage(), "\n";
        }
    });
    var_dump($seconds >= 0.2, $seconds < 5.0, $session->isOpen());
}

// A user's transport sends as long as it likes.
with_each_of_our_peers(function (IpcPeer $peer, callable $start) {
    $cut = $start('introduce(); sleep_until_woken();');
    pid_of($peer, $cut);
    notify_in_vain($cut);

    // A reply fills the pipe, so that nothing of what is sent behind it can leave.
    $behind = $start(<<<'PHP'
        introduce();
        fwrite(STDOUT, frame(new StreamIpc\Envelope\RequestEnvelope('1', new LogMessage('?'))));
        sleep_until_woken();
        PHP);
    $behind->onRequest(function () use (&$asked) {
        $asked = true;
        return new LogMessage(str_repeat('reply ', 500_000));
    });
    pid_of($peer, $behind);
    tick_until($peer, function () use (&$asked) { return $asked; });
    $peer->tick(0);
    $before = $behind->getStats()['queued_bytes'];
    notify_in_vain($behind);
    var_dump($behind->getStats()['queued_bytes'] === $before);
});
--EXPECT--
The other side had no room for the message within 0.2s: does it still read? (stream_ipc.send_timeout)
bool(true)
bool(true)
bool(false)
The other side had no room for the message within 0.2s: does it still read? (stream_ipc.send_timeout)
bool(true)
bool(true)
bool(true)
bool(true)
-- the same with each peer
