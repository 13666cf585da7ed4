--TEST--
A request whose time is up is resolved though nobody awaits it and the event loop only runs
--SKIPIF--
<?php require __DIR__ . '/../support/amp.php'; skip_without_amp(); ?>
--FILE--
<?php

use Revolt\EventLoop;
use StreamIpc\AmphpIpcPeer;
use StreamIpc\Message\LogMessage;
use StreamIpc\Transport\TimeoutException;

require __DIR__ . '/../support/amp.php';

pcntl_alarm(30);
$peer = new AmphpIpcPeer();
$session = start_amp_worker($peer, 'sleep(30);', $process);
$later = $session->request(new LogMessage('later'), 2.0);
$sooner = $session->request(new LogMessage('sooner'), 0.2);
EventLoop::delay(0.7, function () use ($sooner, $later) { var_dump($sooner->isResolved(), $later->isResolved()); });
$cpu = cpu_seconds();
// Nothing keeps it going but the replies that are missing.
$seconds = wall_seconds(EventLoop::run(...));
var_dump($seconds >= 1.99, $seconds < 5.0, cpu_seconds() - $cpu < 0.2, $later->isResolved(), $session->isOpen());
try {
    $later->await();
} catch (TimeoutException $e) {
    echo $e->getMessage(), "\n";
}
proc_terminate($process, SIGKILL);
--EXPECT--
bool(true)
bool(false)
bool(true)
bool(true)
bool(true)
bool(true)
bool(true)
IPC request timed out after 2s
