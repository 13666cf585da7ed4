--TEST--
A send to a process that is stopped by SIGSTOP waits without spinning, and goes on when SIGCONT resumes it
--FILE--
<?php

use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/processes.php';

$peer = new NativeIpcPeer();
$session = start_bare_worker($peer, <<<'PHP'
    $peer = new NativeIpcPeer();
    $peer->createStdioSession()->onRequest(fn (LogMessage $request) => new LogMessage(
        $request->message === 'who are you?' ? (string) getmypid() : md5($request->message),
    ));
    $peer->run();
    PHP);
$pid = (int) $session->request(new LogMessage('who are you?'))->await()->message;
posix_kill($pid, SIGSTOP);

pcntl_async_signals(true);
pcntl_signal(SIGALRM, function () use ($pid) {
    echo "resumed\n";
    posix_kill($pid, SIGCONT);
    pcntl_signal(SIGALRM, SIG_DFL);
    pcntl_alarm(20);
});
pcntl_alarm(1);
$cpu = cpu_seconds();
$text = str_repeat('0123456789', 400_000);
$promise = $session->request(new LogMessage($text));
echo "sent\n";
var_dump(cpu_seconds() - $cpu < 0.2);
var_dump($promise->await()->message === md5($text));
--EXPECT--
resumed
sent
bool(true)
bool(true)
