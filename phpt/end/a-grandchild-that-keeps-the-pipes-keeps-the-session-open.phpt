--TEST--
A grandchild that keeps the pipes keeps the session open: requests time out, nothing hangs or spins, and its words arrive
--FILE--
<?php

use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;
use StreamIpc\Transport\PeerClosedException;
use StreamIpc\Transport\TimeoutException;

require __DIR__ . '/../support/processes.php';

pcntl_alarm(20);
$peer = new NativeIpcPeer();
$session = start_bare_worker($peer, <<<'PHP'
    if (pcntl_fork() === 0) {
        $session = (new NativeIpcPeer())->createStdioSession();
        $session->notify(new LogMessage((string) getmypid()));
        // Its own parent, the child, is gone when this is read.
        sleep(60);
    }
    posix_kill(getmypid(), SIGKILL);
    PHP);
$session->onMessage(function (LogMessage $message) use (&$grandchild) { $grandchild = (int) $message->message; });
tick_until($peer, function () use (&$grandchild) { return $grandchild; });

$cpu = cpu_seconds();
try {
    $session->request(new LogMessage('question'), 0.3)->await();
} catch (PeerClosedException) {
    echo "not ended yet\n";
} catch (TimeoutException $e) {
    echo get_class($e), "\n";
}
var_dump($session->isOpen(), cpu_seconds() - $cpu < 0.1);

$promise = $session->request(new LogMessage('question'), 60.0);
posix_kill($grandchild, SIGKILL);
try {
    $promise->await();
} catch (PeerClosedException $e) {
    echo get_class($e), "\n";
}
--EXPECT--
StreamIpc\Transport\TimeoutException
bool(true)
bool(true)
StreamIpc\Transport\PeerClosedException
