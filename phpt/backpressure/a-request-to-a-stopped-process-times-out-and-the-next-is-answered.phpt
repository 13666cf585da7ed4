--TEST--
A request to a stopped process times out; resumed, it answers the next, and its late reply is dropped
--FILE--
<?php

use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;
use StreamIpc\Transport\TimeoutException;

require __DIR__ . '/../support/processes.php';

pcntl_alarm(20);
$peer = new NativeIpcPeer();
$session = start_bare_worker($peer, <<<'PHP'
    $peer = new NativeIpcPeer();
    $peer->createStdioSession()->onRequest(fn (LogMessage $request) => new LogMessage("$request->message " . getmypid()));
    $peer->run();
    PHP);
$session->onMessage(function () { echo "never\n"; });
$pid = (int) substr($session->request(new LogMessage('first'))->await()->message, 6);
posix_kill($pid, SIGSTOP);
$seconds = wall_seconds(function () use ($session) {
    try {
        $session->request(new LogMessage('second'), 0.3)->await();
    } catch (TimeoutException $e) {
        echo get_class($e), ': ', $e->getMessage(), "\n";
    }
});
var_dump($seconds >= 0.29, $seconds < 2.0, $session->isOpen());
posix_kill($pid, SIGCONT);
var_dump($session->request(new LogMessage('third'))->await()->message === "third $pid");
--EXPECT--
StreamIpc\Transport\TimeoutException: IPC request timed out after 0.3s
bool(true)
bool(true)
bool(true)
bool(true)
