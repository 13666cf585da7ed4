--TEST--
If a peer floods us while a write to it waits, its session gets an exception at memory_limit, and the process goes on
--INI--
memory_limit=32M
--SKIPIF--
<?php if (!is_readable('/proc/self/status')) die('skip /proc is not there'); ?>
--FILE--
<?php

use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/peers.php';
require __DIR__ . '/../support/memory.php';

$peer = new NativeIpcPeer();
$flood = <<<'PHP'
    $frame = (new StreamIpc\Transport\FrameCodec(new StreamIpc\Serialization\NativeMessageSerializer()))
        ->pack(new LogMessage(str_repeat('x', 100_000)));
    while (@fwrite(STDOUT, $frame)) {
    }
    PHP;
foreach (['pipes', 'a socket'] as $over) {
    if ($over === 'pipes') {
        $session = start_worker($peer, $flood);
    } else {
        [$socket, $process] = start_on_socket($flood);
        $session = $peer->createStreamSession($socket, $socket);
    }
    try {
        $session->notify(new LogMessage(str_repeat('y', 4 << 20)));
    } catch (RuntimeException $e) {
        echo preg_replace('/take \d+ bytes/', 'take # bytes', $e->getMessage()), "\n";
    }
    $session->close();
}
[$one, $other] = session_pair($peer);
$other->onRequest(fn () => new LogMessage('others go on'));
echo $one->request(new LogMessage('question'), 20)->await()->message, "\n";
var_dump(peak_resident_bytes() < 200 << 20);
--EXPECT--
While a message waited to be sent, the other side sent without reading: its messages take # bytes of memory, more than memory_limit (33554432 bytes) may hold
While a message waited to be sent, the other side sent without reading: its messages take # bytes of memory, more than memory_limit (33554432 bytes) may hold
others go on
bool(true)
