--TEST--
Without asynchronous signals, await() goes on until its reply or its timeout, whatever signals come
--SKIPIF--
<?php if (!extension_loaded('pcntl') || !extension_loaded('posix')) die('skip pcntl and posix are needed'); ?>
--FILE--
<?php

use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/peers.php';
require __DIR__ . '/../support/signals.php';
require __DIR__ . '/../support/thrown.php';

$handled = 0;
pcntl_signal(SIGTERM, function () use (&$handled) { $handled++; });

// Sends its signals while the other side certainly awaits: the reply comes after them.
$peer = new NativeIpcPeer();
$session = start_worker($peer, sprintf(<<<'PHP'
    $peer = new NativeIpcPeer();
    $peer->createStdioSession()->onRequest(function (LogMessage $question) {
        for ($i = 0; $i < 10; $i++) {
            posix_kill(%d, SIGTERM);
            usleep(20_000);
        }
        return $question->message === 'answer' ? new LogMessage('the reply') : null;
    });
    $peer->run();
    PHP, getmypid()));
echo $session->request(new LogMessage('answer'), 20)->await()->message, "\n";
var_dump($handled);
pcntl_signal_dispatch();
var_dump($handled > 1);

[$silent, $socket] = session_and_socket($peer);
$signals = start_signals(SIGTERM);
$cpu = cpu_seconds();
$promise = $silent->request(new LogMessage('no answer'), 0.5);
$seconds = wall_seconds(fn () => thrown($promise->await(...)));
var_dump($seconds > 0.4, $seconds < 5.0, cpu_seconds() - $cpu < 0.2);
--EXPECT--
the reply
int(0)
bool(true)
StreamIpc\Transport\TimeoutException: IPC request timed out after 0.5s
bool(true)
bool(true)
bool(true)
