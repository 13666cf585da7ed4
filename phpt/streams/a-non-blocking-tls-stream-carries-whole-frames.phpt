--TEST--
A non-blocking TLS stream carries whole frames of megabytes and stays non-blocking
--SKIPIF--
<?php if (!extension_loaded('openssl')) die('skip openssl is needed'); ?>
--FILE--
<?php

use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/peers.php';
require __DIR__ . '/../support/tls.php';

[$socket, $process] = start_on_tls(<<<'PHP'
    stream_set_blocking($socket, false);
    $peer = new NativeIpcPeer();
    $session = $peer->createStreamSession($socket, $socket);
    $session->onRequest(fn (LogMessage $question) => new LogMessage(strrev($question->message)));
    $peer->run();
    PHP);
stream_set_blocking($socket, false);
$peer = new NativeIpcPeer();
$session = $peer->createStreamSession($socket, $socket);
for ($i = 0; $i < 3; $i++) {
    $text = random_bytes(4 << 20);
    var_dump($session->request(new LogMessage($text), 20)->await()->message === strrev($text));
}
var_dump(stream_get_meta_data($socket)['blocked']);
--EXPECT--
bool(true)
bool(true)
bool(true)
bool(false)
