--TEST--
A non-blocking stream carries whole frames, however slowly the other side reads
--FILE--
<?php

use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/peers.php';

[$socket, $process] = start_on_socket(<<<'PHP'
    $peer = new NativeIpcPeer();
    $session = $peer->createStdioSession();
    $session->onMessage(function (LogMessage $message) use ($session) {
        $session->notify(new LogMessage($message->level . ': ' . strlen($message->message) . ' ' . md5($message->message)));
    });
    // The socket is full long before the first byte is read.
    usleep(200_000);
    $peer->run();
    PHP);
stream_set_blocking($socket, false);
$peer = new NativeIpcPeer();
$session = $peer->createStreamSession($socket, $socket);
$answers = [];
$session->onMessage(function (LogMessage $message) use (&$answers) { $answers[] = $message->message; });
foreach ([1, 2, 3] as $number) {
    $session->notify(new LogMessage(str_repeat((string) $number, $number << 20), "frame $number"));
    $expected[] = "frame $number: " . ($number << 20) . ' ' . md5(str_repeat((string) $number, $number << 20));
}
tick_until($peer, function () use (&$answers) { return count($answers) === 3; });
var_dump($answers === $expected);
--EXPECT--
bool(true)
