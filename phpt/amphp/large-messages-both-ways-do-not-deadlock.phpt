--TEST--
Parent and child send each other megabytes before either reads; writing waits for room
--SKIPIF--
<?php require __DIR__ . '/../support/amp.php'; skip_without_amp(); ?>
--FILE--
<?php

use StreamIpc\AmphpIpcPeer;
use StreamIpc\Message\LogMessage;

require __DIR__ . '/../support/amp.php';

pcntl_alarm(60);
$peer = new AmphpIpcPeer();
$session = start_amp_worker($peer, <<<'PHP'
    $peer = new NativeIpcPeer();
    $session = $peer->createStdioSession();
    $session->onRequest(fn (LogMessage $question) => new LogMessage(md5($question->message)));
    for ($i = 0; $i < 8; $i++) {
        $session->notify(new LogMessage(str_repeat("$i", 2 << 20)));
    }
    $peer->run();
    PHP);
$seen = [];
$session->onMessage(function (LogMessage $message) use (&$seen) {
    $seen[] = strlen($message->message) . ' times ' . $message->message[0];
});
$promises = [];
for ($i = 0; $i < 8; $i++) {
    $promises[md5(str_repeat("$i", 2 << 20))] = $session->request(new LogMessage(str_repeat("$i", 2 << 20)), 50.0);
}
foreach ($promises as $md5 => $promise) {
    $right[] = $promise->await()->message === $md5;
}
var_dump($right === array_fill(0, 8, true), $seen === array_map(fn ($i) => "2097152 times $i", range(0, 7)));
--EXPECT--
bool(true)
bool(true)
