--TEST--
If a process floods us while a write to it waits, its messages are dispatched meanwhile, and still count as memory
--INI--
memory_limit=32M
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
    $frame = frame(new LogMessage(str_repeat('x', 100_000)));
    for ($i = 0; $i < 1000; $i++) {
        fwrite(STDOUT, $frame);
    }
    $session->onRequest(fn (LogMessage $question) => new LogMessage(strlen($question->message) . ' bytes are read'));
    $peer->run();
    PHP);
$session->onMessage(function () use (&$dispatched) { $dispatched++; });
$promise = $session->request(new LogMessage(str_repeat('y', 4 << 20)), 60);
echo $promise->await()->message, ", behind $dispatched messages\n";
var_dump(memory_get_peak_usage() < 32 << 20);
--EXPECT--
4194304 bytes are read, behind 1000 messages
bool(true)
