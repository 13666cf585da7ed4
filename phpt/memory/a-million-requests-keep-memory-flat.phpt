--TEST--
A million requests and their replies keep the memory of both sides flat after the first tenth
--SKIPIF--
<?php if (!is_readable('/proc/self/status')) die('skip /proc is not there'); ?>
--FILE--
<?php

use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/peers.php';
require __DIR__ . '/../support/memory.php';

$peer = new NativeIpcPeer();
$session = start_worker($peer, sprintf(<<<'PHP'
    require '%s';
    $peer = new NativeIpcPeer();
    $peer->createStdioSession()->onRequest(fn (LogMessage $question) => new LogMessage(
        $question->message === 'memory' ? (string) resident_bytes() : strrev($question->message),
    ));
    $peer->run();
    PHP, __DIR__ . '/../support/memory.php'));
$workers = fn () => (int) $session->request(new LogMessage('memory'), 20)->await()->message;
const REQUESTS = 1_000_000;
const IN_FLIGHT = 100;
$right = 0;
for ($i = 0; $i < REQUESTS; $i += IN_FLIGHT) {
    $promises = [];
    for ($n = $i; $n < $i + IN_FLIGHT; $n++) {
        $promises[] = $session->request(new LogMessage("request $n"), 20);
    }
    // One is never awaited.
    unset($promises[7]);
    foreach ($promises as $n => $promise) {
        $right += (int) ($promise->await()->message === strrev('request ' . ($i + $n)));
    }
    if ($i === REQUESTS / 10) {
        [$own, $other] = [resident_bytes(), $workers()];
    }
}
var_dump($right === REQUESTS - REQUESTS / IN_FLIGHT, resident_bytes() - $own < 2 << 20, $workers() - $other < 2 << 20);
--EXPECT--
bool(true)
bool(true)
bool(true)
