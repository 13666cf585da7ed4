--TEST--
Signal handlers that look at the Process, send and tick cut no frame and lose none
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
    $session->onMessage(fn (LogMessage $message) => $session->notify($message));
    $session->onRequest(fn (LogMessage $question) => $question);
    $peer->run();
    PHP, $process);
$sent = $returned = $junk = 0;
$session->onMessage(function (LogMessage $message) use (&$returned, &$junk) {
    $message->level === LogMessage::LEVEL_JUNK ? $junk++ : $returned++;
});
pcntl_async_signals(true);
pcntl_signal(SIGUSR1, function () use ($session, $process, $peer, &$sent) {
    $process->isRunning();
    $session->notify(new LogMessage(str_repeat('.', 5000)));
    $sent++;
    $peer->tick(0);
});
$signals = proc_open('exec ' . worker_command(sprintf(
    'for ($i = 0; $i < 20000 && posix_kill(%d, SIGUSR1); $i++) { usleep(300); }',
    getmypid(),
)), [], $pipes);
$wrong = 0;
for ($i = 0; $i < 300 || $sent < 100; $i++) {
    $text = $i % 20 ? "question $i" : str_repeat("$i ", 50_000);
    $wrong += $session->request(new LogMessage($text), 20.0)->await()->message === $text ? 0 : 1;
}
proc_terminate($signals, SIGKILL);
proc_close($signals);
tick_until($peer, function () use (&$sent, &$returned) { return $sent === $returned; });
var_dump($wrong, $junk);
--EXPECT--
int(0)
int(0)
