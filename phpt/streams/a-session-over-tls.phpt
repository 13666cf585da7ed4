--TEST--
A session may run over TLS; messages of all sizes go both ways
--SKIPIF--
<?php if (!extension_loaded('openssl')) die('skip openssl is needed'); ?>
--FILE--
<?php

use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/peers.php';
require __DIR__ . '/../support/tls.php';

[$socket, $process] = start_on_tls(<<<'PHP'
    $peer = new NativeIpcPeer();
    $session = $peer->createStreamSession($socket, $socket);
    $session->onRequest(fn (LogMessage $question) => new LogMessage(strrev($question->message)));
    $peer->run();
    PHP);
$peer = new NativeIpcPeer();
$session = $peer->createStreamSession($socket, $socket);
// Around the sizes of TLS records, of PHP's chunks and of socket buffers.
foreach ([0, 1, 8191, 8192, 8193, 16383, 16384, 16385, 65536, 1 << 20, 5 << 20] as $size) {
    $text = $size > 0 ? random_bytes($size) : '';
    if ($session->request(new LogMessage($text), 20)->await()->message !== strrev($text)) {
        echo "$size bytes came back wrong\n";
    }
}
for ($i = 0; $i < 1000; $i++) {
    $promises[] = $session->request(new LogMessage("many at once $i"), 20);
}
foreach ($promises as $i => $promise) {
    $replies[] = $promise->await()->message;
}
var_dump($replies === array_map(fn (int $i) => strrev("many at once $i"), range(0, 999)));
var_dump(stream_get_meta_data($socket)['crypto']['protocol']);
--EXPECTF--
bool(true)
string(%d) "TLSv1.%d"
