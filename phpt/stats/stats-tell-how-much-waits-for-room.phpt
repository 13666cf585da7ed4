--TEST--
getStats() tells, from a signal handler during a blocked send, how many bytes wait for the other side to read
--SKIPIF--
<?php if (!extension_loaded('pcntl')) die('skip pcntl is needed'); ?>
--FILE--
<?php

use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/peers.php';

const BYTES = 8 << 20;
$peer = new NativeIpcPeer();
[$session, $socket] = session_and_socket($peer);
pcntl_async_signals(true);
pcntl_signal(SIGALRM, function () use ($session) {
    ['queued_bytes' => $queued, 'bytes_sent' => $sent] = $session->getStats();
    var_dump($queued > BYTES / 2, $queued + $sent === strlen(frame(new LogMessage(str_repeat('x', BYTES)))));
    throw new DomainException('enough');
});
pcntl_alarm(1);
try {
    $session->notify(new LogMessage(str_repeat('x', BYTES)));
} catch (DomainException) {
}
--EXPECT--
bool(true)
bool(true)
