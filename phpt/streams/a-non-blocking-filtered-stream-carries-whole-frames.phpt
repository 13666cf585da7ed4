--TEST--
A non-blocking stream with filters carries whole frames of megabytes
--FILE--
<?php

use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/peers.php';

[$socket, $process] = start_on_socket(<<<'PHP'
    stream_filter_append(STDIN, 'string.rot13', STREAM_FILTER_READ);
    stream_filter_append(STDIN, 'string.rot13', STREAM_FILTER_WRITE);
    stream_set_blocking(STDIN, false);
    $peer = new NativeIpcPeer();
    $session = $peer->createStreamSession(STDIN, STDIN);
    $session->onRequest(fn (LogMessage $question) => new LogMessage(strrev($question->message)));
    $peer->run();
    PHP);
stream_filter_append($socket, 'string.rot13', STREAM_FILTER_READ);
stream_filter_append($socket, 'string.rot13', STREAM_FILTER_WRITE);
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
