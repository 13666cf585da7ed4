--TEST--
A message half written to a child that dies costs no CPU, and the next send says that the child is gone
--FILE--
<?php

use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;
use StreamIpc\Transport\StreamClosedException;

require __DIR__ . '/../support/processes.php';

$peer = new NativeIpcPeer();
$alive = start_bare_worker($peer, <<<'PHP'
    $peer = new NativeIpcPeer();
    $peer->createStdioSession()->onRequest(fn (LogMessage $request) => $request);
    $peer->run();
    PHP);
$session = start_bare_worker($peer, <<<'PHP'
    (new NativeIpcPeer())->createStdioSession()->notify(new LogMessage((string) getmypid()));
    sleep(60);
    PHP);
$session->onMessage(function (LogMessage $message) use (&$pid) { $pid = (int) $message->message; });
tick_until($peer, function () use (&$pid) { return $pid; });

// What a signal handler throws ends a send that waits for room; the rest of the frame is queued.
pcntl_async_signals(true);
pcntl_signal(SIGALRM, fn () => throw new DomainException('alarm'));
pcntl_alarm(1);
try {
    $session->notify(new LogMessage(str_repeat('x', 4 << 20)));
} catch (DomainException $e) {
    echo $e->getMessage(), "\n";
}
pcntl_signal(SIGALRM, SIG_DFL);
pcntl_alarm(20);
posix_kill($pid, SIGKILL);
tick_until($peer, fn () => !$session->isOpen());
$alive->request(new LogMessage('are you there?'))->await();
$cpu = cpu_seconds();
$seconds = wall_seconds(fn () => $peer->tick(0.5));
var_dump($seconds >= 0.49, cpu_seconds() - $cpu < 0.025);
try {
    $session->notify(new LogMessage('hello?'));
} catch (StreamClosedException $e) {
    echo get_class($e), "\n";
}
--EXPECT--
alarm
bool(true)
bool(true)
StreamIpc\Transport\StreamClosedException
