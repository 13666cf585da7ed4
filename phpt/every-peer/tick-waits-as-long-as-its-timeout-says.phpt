--TEST--
tick() waits as long as its timeout says, dispatches what is there where that is zero, and rests a little without sessions; tickFor() lasts its time
--FILE--
<?php

use StreamIpc\IpcPeer;
use StreamIpc\Message\LogMessage;

require __DIR__ . '/../support/every-peer.php';

// A user's tick() waits as long as it likes.
with_each_of_our_peers(function (IpcPeer $peer, callable $start) {
    var_dump(wall_seconds(fn () => $peer->tick()) < 1.0);
    pcntl_sigprocmask(SIG_BLOCK, [SIGUSR2]);
    $session = $start(sprintf(<<<'PHP'
        introduce();
        sleep_until_woken();
        fwrite(STDOUT, frame(new LogMessage('one')) . frame(new LogMessage('two')));
        posix_kill(%d, SIGUSR2);
        sleep_until_woken();
        PHP, getmypid()));
    $pid = pid_of($peer, $session);
    $waited = wall_seconds(fn () => $peer->tick(0.3));
    var_dump($waited >= 0.29 && $waited < 5.0);
    $waited = wall_seconds(fn () => $peer->tickFor(0.3));
    var_dump($waited >= 0.29 && $waited < 5.0);
    foreach ([0.0, -1.0] as $timeout) {
        var_dump(wall_seconds(fn () => $peer->tick($timeout)) < 0.2);
    }
    $session->onMessage(function (LogMessage $message) { echo "$message->message\n"; });
    wake($pid);
    pcntl_sigwaitinfo([SIGUSR2]);
    $peer->tick(0.0);
});
--EXPECT--
bool(true)
bool(true)
bool(true)
bool(true)
bool(true)
one
two
-- the same with each peer
