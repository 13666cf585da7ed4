--TEST--
A frame of very many small values that memory_limit cannot hold does not end the process (native)
--INI--
memory_limit=32M
--FILE--
<?php

use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;
use StreamIpc\Serialization\NativeMessageSerializer;

require __DIR__ . '/../support/peers.php';
require __DIR__ . '/../support/many-values.php';

$peer = new NativeIpcPeer(new NativeMessageSerializer());
[$socket, $process] = start_on_socket(sprintf(<<<'PHP'
    ini_set('memory_limit', -1);
    require '%s';
    $peer = new NativeIpcPeer(new StreamIpc\Serialization\NativeMessageSerializer());
    $session = $peer->createStdioSession();
    $session->onMessage(fn (LogMessage $order) => $session->notify(new Many(...explode(' ', $order->message))));
    $peer->run();
    PHP, __DIR__ . '/../support/many-values.php'));
$session = $peer->createStreamSession($socket, $socket);
$came = [];
$session->onMessage(function (Many $many) use (&$came) { $came[] = 'taken'; });
$session->onException(function (Throwable $e) use (&$came) {
    $came[] = preg_replace('/\d+/', '#', $e->getMessage());
    return false;
});
// Somewhere on the way up, each kind comes to what memory just cannot hold.
foreach (MANY_VALUES as $kind) {
    $came = [];
    for ($count = 1000; $count < 4_000_000; $count = (int) ($count * 1.25)) {
        $expected = count($came) + 1;
        $session->notify(new LogMessage("$kind $count"));
        tick_until($peer, function () use (&$came, $expected) { return count($came) === $expected; });
        if (count($came) > 4 && array_slice($came, -3) === array_fill(0, 3, $told = end($came)) && $told !== 'taken') {
            break;
        }
    }
    echo "$kind: ", implode(', then ', array_unique($came)), "\n";
}
--EXPECT--
integers: taken, then A frame of # bytes needs about # bytes of memory, but memory_limit leaves #: raise it, or send less at once
arrays: taken, then A frame of # bytes needs about # bytes of memory, but memory_limit leaves #: raise it, or send less at once
maps: taken, then A frame of # bytes needs about # bytes of memory, but memory_limit leaves #: raise it, or send less at once
objects: taken, then A frame of # bytes needs about # bytes of memory, but memory_limit leaves #: raise it, or send less at once
strings: taken, then A frame of # bytes needs about # bytes of memory, but memory_limit leaves #: raise it, or send less at once
keys: taken, then A frame of # bytes needs about # bytes of memory, but memory_limit leaves #: raise it, or send less at once
