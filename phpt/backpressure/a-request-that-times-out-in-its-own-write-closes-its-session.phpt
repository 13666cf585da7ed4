--TEST--
A request whose time is up in the middle of its own write times out then, closes its session, and later sends say why
--FILE--
<?php

use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;
use StreamIpc\Transport\PeerClosedException;
use StreamIpc\Transport\StreamClosedException;
use StreamIpc\Transport\TimeoutException;

require __DIR__ . '/../support/processes.php';

pcntl_alarm(20);
$peer = new NativeIpcPeer();
$session = start_bare_worker($peer, <<<'PHP'
    $peer = new NativeIpcPeer();
    $peer->createStdioSession()->onRequest(fn () => new LogMessage((string) getmypid()));
    $peer->run();
    PHP);
$session->onClose(function () { echo "closed\n"; });
$pid = (int) $session->request(new LogMessage('who are you?'))->await()->message;
// It reads nothing any more.
posix_kill($pid, SIGSTOP);
$pending = $session->request(new LogMessage('pending'), 60.0);
$cpu = cpu_seconds();
$seconds = wall_seconds(function () use ($session) {
    try {
        $session->request(new LogMessage(str_repeat('x', 8 << 20)), 0.5);
    } catch (TimeoutException $e) {
        echo get_class($e), ': ', $e->getMessage(), "\n";
    }
});
var_dump($seconds >= 0.49, $seconds < 2.0, cpu_seconds() - $cpu < 0.3, $session->isOpen());
foreach (['notify', 'request'] as $send) {
    try {
        $session->$send(new LogMessage('next'));
    } catch (StreamClosedException $e) {
        echo preg_replace('/\d+ bytes/', 'N bytes', $e->getMessage()), "\n";
    }
}
try {
    $pending->await();
} catch (PeerClosedException $e) {
    echo get_class($e), "\n";
}
// Nothing is left to wait for.
$peer->run();
posix_kill($pid, SIGCONT);
--EXPECT--
closed
StreamIpc\Transport\TimeoutException: IPC request timed out after 0.5s
bool(true)
bool(true)
bool(true)
bool(false)
Cannot send a frame of N bytes: an earlier frame was cut short by its timeout
Cannot send a frame of N bytes: an earlier frame was cut short by its timeout
StreamIpc\Transport\PeerClosedException
