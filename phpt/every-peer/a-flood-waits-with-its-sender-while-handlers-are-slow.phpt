--TEST--
A flood waits with its sender while handlers are slow, and arrives whole
--INI--
memory_limit=64M
--SKIPIF--
<?php if (!is_readable('/proc/self/status')) die('skip /proc is not there'); ?>
--FILE--
<?php

use StreamIpc\IpcPeer;
use StreamIpc\Message\LogMessage;

require __DIR__ . '/../support/every-peer.php';
require __DIR__ . '/../support/memory.php';

with_every_peer(function (IpcPeer $peer, callable $start) {
    $session = $start(<<<'PHP'
        introduce();
        sleep_until_woken();
        $session = (new NativeIpcPeer())->createStdioSession();
        for ($i = 0; $i < 1000; $i++) {
            $session->notify(new LogMessage("$i " . str_repeat('x', 100_000)));
            usleep(100);
        }
        PHP);
    $pid = pid_of($peer, $session);
    $before = resident_bytes();
    $next = 0;
    $session->onMessage(function (LogMessage $message) use (&$next) {
        $next += (int) ((int) $message->message === $next);
        // Slower than they are sent.
        usleep(500);
    });
    wake($pid);
    $peer->run();
    var_dump($next, peak_resident_bytes() - $before < 40 << 20);
});
--EXPECT--
int(1000)
bool(true)
-- the same with each peer
