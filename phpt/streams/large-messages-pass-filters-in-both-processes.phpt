--TEST--
Large messages pass through filters in both processes, both ways
--FILE--
<?php

use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/peers.php';

$rotate = <<<'PHP'
    stream_filter_append($socket, 'string.rot13', STREAM_FILTER_READ);
    stream_filter_append($socket, 'string.rot13', STREAM_FILTER_WRITE);
    PHP;
[$socket, $process] = start_on_socket(sprintf(<<<'PHP'
    $peer = new NativeIpcPeer();
    $socket = STDIN;
    %s
    $session = $peer->createStreamSession($socket, $socket);
    $session->onRequest(fn (LogMessage $question) => new LogMessage(md5($question->message) . $question->message));
    $peer->run();
    PHP, $rotate));
eval($rotate);
$peer = new NativeIpcPeer();
$session = $peer->createStreamSession($socket, $socket);
foreach ([10, 8192, 3 << 20] as $size) {
    $text = str_repeat('Rotated? ', intdiv($size, 9) + 1);
    var_dump($session->request(new LogMessage($text), 20)->await()->message === md5($text) . $text);
}
--EXPECT--
bool(true)
bool(true)
bool(true)
