--TEST--
While a write over TLS waits for room, what comes is read and queued, and dispatched later, in order
--SKIPIF--
<?php if (!extension_loaded('openssl')) die('skip openssl is needed'); ?>
--FILE--
<?php

use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/peers.php';
require __DIR__ . '/../support/tls.php';

// Reads nothing before it has said a hundred things of its own.
[$socket, $process] = start_on_tls(<<<'PHP'
    $codec = new StreamIpc\Transport\FrameCodec(new StreamIpc\Serialization\NativeMessageSerializer());
    for ($i = 0; $i < 100; $i++) {
        fwrite($socket, $codec->pack(new LogMessage("$i " . str_repeat('x', 50_000))));
    }
    $peer = new NativeIpcPeer();
    $peer->createStreamSession($socket, $socket)->onRequest(fn (LogMessage $question) => new LogMessage((string) strlen($question->message)));
    $peer->run();
    PHP);
$peer = new NativeIpcPeer();
$session = $peer->createStreamSession($socket, $socket);
$order = [];
$session->onMessage(function (LogMessage $message) use (&$order) { $order[] = (int) $message->message; });
$promise = $session->request(new LogMessage(str_repeat('x', 8 << 20)), 20);
var_dump($order === []);
echo $promise->await()->message, "\n";
var_dump($order === range(0, 99));
--EXPECT--
bool(true)
8388608
bool(true)
