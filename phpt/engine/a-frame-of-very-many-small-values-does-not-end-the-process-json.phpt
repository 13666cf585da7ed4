--TEST--
A frame of very many small values that memory_limit cannot hold does not end the process (json)
--INI--
memory_limit=32M
--FILE--
<?php

use StreamIpc\Message\{LogMessage, Message};
use StreamIpc\NativeIpcPeer;
use StreamIpc\Serialization\JsonMessageSerializer;
use StreamIpc\Transport\FrameCodec;

require __DIR__ . '/../support/peers.php';
require __DIR__ . '/../support/many-values.php';

$peer = new NativeIpcPeer(new JsonMessageSerializer());
foreach (MANY_VALUES as $kind) {
    [$socket, $process] = start_on_socket(sprintf(<<<'PHP'
        ini_set('memory_limit', -1);
        require '%s';
        $peer = new NativeIpcPeer(new StreamIpc\Serialization\JsonMessageSerializer());
        $session = $peer->createStdioSession();
        $session->onRequest(fn () => new Many('%s'));
        $peer->run();
        PHP, __DIR__ . '/../support/many-values.php', $kind));
    $session = $peer->createStreamSession($socket, $socket);
    $told = null;
    $session->onException(function (Throwable $e) use (&$told) {
        $told = preg_replace('/\d+/', '#', $e->getMessage());
        return false;
    });
    $promise = $session->request(new LogMessage('many values'), 20);
    tick_until($peer, function () use (&$told) { return $told !== null; });
    echo "$kind: $told\n";
    $session->close();
}
--EXPECT--
integers: A frame of # bytes needs about # bytes of memory, but memory_limit leaves #: raise it, or send less at once
arrays: A frame of # bytes needs about # bytes of memory, but memory_limit leaves #: raise it, or send less at once
maps: A frame of # bytes needs about # bytes of memory, but memory_limit leaves #: raise it, or send less at once
objects: A frame of # bytes needs about # bytes of memory, but memory_limit leaves #: raise it, or send less at once
strings: A frame of # bytes needs about # bytes of memory, but memory_limit leaves #: raise it, or send less at once
