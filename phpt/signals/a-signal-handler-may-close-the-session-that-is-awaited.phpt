--TEST--
A signal handler may close the session whose reply is awaited: await() fails at once
--SKIPIF--
<?php if (!extension_loaded('pcntl') || !extension_loaded('posix')) die('skip pcntl and posix are needed'); ?>
--FILE--
<?php

use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;
use StreamIpc\Transport\PeerClosedException;

require __DIR__ . '/../support/peers.php';
require __DIR__ . '/../support/signals.php';

$peer = new NativeIpcPeer();
[$session, $socket] = session_and_socket($peer);
[$other, $theirs] = session_and_socket($peer);
pcntl_async_signals(true);
pcntl_signal(SIGTERM, function () use ($session) {
    if (is_running('await')) {
        $session->close();
    }
});
$signals = start_signals(SIGTERM);
$seconds = wall_seconds(function () use ($session) {
    try {
        $session->request(new LogMessage('no answer'), 30)->await();
    } catch (PeerClosedException) {
        echo "closed\n";
    }
});
stop_signals($signals);
var_dump($seconds < 10.0);

fwrite($theirs, frame(new LogMessage('the other goes on')));
$other->onMessage(function (LogMessage $message) { echo $message->message, "\n"; });
$peer->tick(10);
--EXPECT--
closed
bool(true)
the other goes on
