--TEST--
With asynchronous signals, a handler runs while tick() waits
--SKIPIF--
<?php if (!extension_loaded('pcntl') || !extension_loaded('posix')) die('skip pcntl and posix are needed'); ?>
--FILE--
<?php

use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/peers.php';
require __DIR__ . '/../support/signals.php';

$peer = new NativeIpcPeer();
[$session, $socket] = session_and_socket($peer);
pcntl_async_signals(true);
foreach ([SIGALRM, SIGTERM] as $signal) {
    $handled = 0;
    pcntl_signal($signal, function (int $number) use ($signal, &$handled) {
        $handled += (int) ($number === $signal && is_running('tick'));
    });
    $signals = start_signals($signal);
    $limit = hrtime(true) + 5e9;
    while ($handled === 0 && hrtime(true) < $limit) {
        $peer->tick(1);
    }
    var_dump($handled > 0);
    stop_signals($signals);
}
--EXPECT--
bool(true)
bool(true)
