--TEST--
A stream of user code carries requests both ways, small and large
--FILE--
<?php

use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/peers.php';
require __DIR__ . '/../support/wrapper.php';

[$socket, $process] = start_on_socket(<<<'PHP'
    $peer = new NativeIpcPeer();
    $session = $peer->createStreamSession(STDIN, STDIN);
    $session->onRequest(fn (LogMessage $question) => new LogMessage($session->request($question, 20)->await()->message . '!'));
    $peer->run();
    PHP);
$peer = new NativeIpcPeer();
$stream = PassThrough::open($socket);
$session = $peer->createStreamSession($stream, $stream);
$session->onRequest(fn (LogMessage $question) => new LogMessage(strrev($question->message)));
foreach ([10, 10_000, 100_000] as $size) {
    $text = random_bytes($size);
    var_dump($session->request(new LogMessage($text), 20)->await()->message === strrev($text) . '!');
}
--EXPECT--
bool(true)
bool(true)
bool(true)
