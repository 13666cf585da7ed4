--TEST--
Without asynchronous signals, a signal ends tick() early, so that the caller can dispatch it
--SKIPIF--
<?php if (!extension_loaded('pcntl') || !extension_loaded('posix')) die('skip pcntl and posix are needed'); ?>
--FILE--
<?php

use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/peers.php';
require __DIR__ . '/../support/signals.php';

$peer = new NativeIpcPeer();
[$session, $socket] = session_and_socket($peer);
foreach ([SIGALRM, SIGTERM] as $signal) {
    $handled = 0;
    pcntl_signal($signal, function () use (&$handled) { $handled++; });
    $signals = start_signals($signal);
    foreach ([30.0, null] as $timeout) {
        $handled = 0;
        $seconds = wall_seconds(fn () => $peer->tick($timeout));
        var_dump($seconds < 10.0, $handled);
        pcntl_signal_dispatch();
        var_dump($handled > 0);
    }
    stop_signals($signals);
}
--EXPECT--
bool(true)
int(0)
bool(true)
bool(true)
int(0)
bool(true)
bool(true)
int(0)
bool(true)
bool(true)
int(0)
bool(true)
