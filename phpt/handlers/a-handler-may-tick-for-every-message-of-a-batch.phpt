--TEST--
A handler that ticks, for a thousand messages that came at once, gets each once and in order
--FILE--
<?php

use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/peers.php';

pcntl_alarm(20);
$peer = new NativeIpcPeer();
$session = start_worker($peer, <<<'PHP'
    $session = (new NativeIpcPeer())->createStdioSession();
    for ($number = 0; $number < 1000; $number++) {
        $session->notify(new LogMessage((string) $number));
    }
    PHP);
$began = $ended = [];
$session->onMessage(function (LogMessage $message) use ($peer, &$began, &$ended) {
    $began[] = (int) $message->message;
    match (count($began) % 3) {
        0 => $peer->tick(0),
        1 => $peer->tick(0.001),
        2 => $peer->tickFor(0.0),
    };
    $ended[] = (int) $message->message;
});
$peer->run();
var_dump($began === range(0, 999), count($ended));
sort($ended);
var_dump($ended === range(0, 999));
--EXPECT--
bool(true)
int(1000)
bool(true)
