--TEST--
Streams that are closed on this side fail pending requests and sends
--SKIPIF--
<?php require __DIR__ . '/../support/amp.php'; skip_without_amp(); ?>
--FILE--
<?php

use Revolt\EventLoop;
use StreamIpc\AmphpIpcPeer;
use StreamIpc\Message\LogMessage;
use StreamIpc\Transport\PeerClosedException;
use StreamIpc\Transport\StreamClosedException;

require __DIR__ . '/../support/amp.php';

pcntl_alarm(30);
$peer = new AmphpIpcPeer();
$session = start_amp_worker($peer, 'sleep(30);', $process, $streams);
EventLoop::delay(0.1, function () use ($streams) { array_map(fn ($stream) => $stream->close(), $streams); });
try {
    $session->request(new LogMessage('hello'), 20.0)->await();
} catch (PeerClosedException $e) {
    echo get_class($e), "\n";
}
try {
    $session->notify(new LogMessage('hello'));
} catch (StreamClosedException $e) {
    echo $e->getMessage(), "\n";
}
proc_terminate($process, SIGKILL);
--EXPECTF--
StreamIpc\Transport\PeerClosedException
Cannot send a frame of %d bytes: The stream is not writable
