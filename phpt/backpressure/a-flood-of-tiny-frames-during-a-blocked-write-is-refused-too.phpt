--TEST--
A flood of tiny or empty frames, or of junk, during a blocked write meets memory_limit as one of large frames does
--INI--
memory_limit=32M
--SKIPIF--
<?php if (!is_readable('/proc/self/status') || !extension_loaded('pcntl')) die('skip /proc and pcntl are needed'); ?>
--FILE--
<?php

use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/peers.php';
require __DIR__ . '/../support/memory.php';
require __DIR__ . '/../support/frame.php';

$peer = new NativeIpcPeer();
pcntl_async_signals(true);
pcntl_signal(SIGALRM, fn () => throw new LogicException('still writing after 10 seconds'));
foreach (['empty frames' => '', 'frames of one byte' => 'x', 'junk and empty frames' => ''] as $what => $payload) {
    $bytes = ($what[0] === 'j' ? 'j' : '') . frame_of($payload);
    [$socket, $process] = start_on_socket(sprintf(<<<'PHP'
        $flood = str_repeat(base64_decode('%s'), 10_000);
        while (@fwrite(STDOUT, $flood)) {
        }
        PHP, base64_encode($bytes)));
    $session = $peer->createStreamSession($socket, $socket);
    pcntl_alarm(10);
    try {
        $session->notify(new LogMessage(str_repeat('y', 4 << 20)));
    } catch (RuntimeException $e) {
        echo "$what: ", preg_replace('/take \d+ bytes/', 'take # bytes', $e->getMessage()), "\n";
    }
    var_dump(peak_resident_bytes() < 200 << 20);
    $session->close();
}
--EXPECT--
empty frames: While a message waited to be sent, the other side sent without reading: its messages take # bytes of memory, more than memory_limit (33554432 bytes) may hold
bool(true)
frames of one byte: While a message waited to be sent, the other side sent without reading: its messages take # bytes of memory, more than memory_limit (33554432 bytes) may hold
bool(true)
junk and empty frames: While a message waited to be sent, the other side sent without reading: its messages take # bytes of memory, more than memory_limit (33554432 bytes) may hold
bool(true)
