--TEST--
A flood that nobody takes stays with its sender, and arrives whole when somebody takes it
--INI--
memory_limit=64M
--SKIPIF--
<?php if (!is_readable('/proc/self/status')) die('skip /proc is not there'); ?>
--FILE--
<?php

use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/peers.php';
require __DIR__ . '/../support/memory.php';

const FLOOD = <<<'PHP'
    $peer = new NativeIpcPeer();
    $session = $peer->createStdioSession();
    for ($i = 0; $i < 3000; $i++) {
        $session->notify(new LogMessage("$i " . str_repeat('x', 50_000)));
    }
    PHP;
$flooded = new NativeIpcPeer();
$next = 0;
$session = start_worker($flooded, FLOOD);
$session->onMessage(function (LogMessage $message) use (&$next) { $next += (int) ((int) $message->message === $next); });

// Nobody ticks its peer, while another peer works.
$peer = new NativeIpcPeer();
$echo = start_worker($peer, <<<'PHP'
    $peer = new NativeIpcPeer();
    $peer->createStdioSession()->onRequest(fn (LogMessage $question) => $question);
    $peer->run();
    PHP);
$before = resident_bytes();
for ($i = 0; $i < 2000; $i++) {
    $echo->request(new LogMessage('question'), 20)->await();
}
var_dump(resident_bytes() - $before < 8 << 20, $next);
tick_until($flooded, fn () => !$session->isOpen());
var_dump($next, peak_resident_bytes() - $before < 32 << 20);
--EXPECT--
bool(true)
int(0)
int(3000)
bool(true)
