--TEST--
Fifty thousand requests and replies keep the memory of both sides flat
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
$right = 0;
for ($i = 0; $i < 50_000; $i++) {
    $text = "request $i";
    // Some are awaited at once, some later, some never.
    $promise = $session->request(new LogMessage($text), 20);
    if ($i % 10 === 0) {
        unset($promise);
        continue;
    }
    $right += (int) ($promise->await()->message === strrev($text));
    if ($i === 5001) {
        [$own, $other] = [resident_bytes(), $workers()];
    }
}
var_dump($right, resident_bytes() - $own < 2 << 20, $workers() - $other < 2 << 20);
--EXPECT--
int(45000)
bool(true)
bool(true)
