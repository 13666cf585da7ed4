--TEST--
getOutput() and getErrorOutput() hold nothing that was taken, however much flows
--SKIPIF--
<?php require __DIR__ . '/../support/symfony.php'; skip_without_symfony(); ?>
--FILE--
<?php

use StreamIpc\Message\LogMessage;
use StreamIpc\SymfonyIpcPeer;

require __DIR__ . '/../support/symfony.php';

pcntl_alarm(60);
$peer = new SymfonyIpcPeer();
$session = start_symfony_worker($peer, <<<'PHP'
    $peer = new NativeIpcPeer();
    $session = $peer->createStdioSession();
    $session->onRequest(function (LogMessage $question) {
        fwrite(STDERR, str_repeat('e', 60_000));
        return new LogMessage(str_repeat('o', 60_000));
    });
    $peer->run();
    PHP, $process);
$most = 0;
$start = memory_get_usage();
for ($i = 0; $i < 100; $i++) {
    $session->request(new LogMessage('more'), 20.0)->await();
    $most = max($most, memory_get_usage() - $start);
}
// What is in the pipe or was read with the last reply may stand there.
var_dump($most < 1 << 20, strlen($process->getOutput()) + strlen($process->getErrorOutput()) <= 1 << 18);
--EXPECT--
bool(true)
bool(true)
