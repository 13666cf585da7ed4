--TEST--
A peer that asks and never reads stops nobody: ticks return in time, others get replies, and its session reads no more
--FILE--
<?php

use StreamIpc\Envelope\RequestEnvelope;
use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/peers.php';

pcntl_alarm(60);
$peer = new NativeIpcPeer();
[$deaf, $socket] = session_and_socket($peer);
$deaf->onRequest(static fn () => new LogMessage(str_repeat('answer ', 10_000)));
[$one, $other] = session_pair($peer);
$other->onRequest(static fn () => new LogMessage('fine'));

stream_set_blocking($socket, false);
$ask = frame(new RequestEnvelope('1', new LogMessage(str_repeat('?', 1000))));
$asked = 0;
$longest = 0;
// Until it is not read any further: the last of its bytes find no room.
for ($rest = ''; strlen($rest) < 10_000;) {
    $rest .= $ask;
    $rest = substr($rest, (int) fwrite($socket, $rest));
    $asked++;
    $longest = max($longest, wall_seconds(fn () => $peer->tick(0)));
}
$queued = $deaf->getStats()['queued_bytes'];
var_dump($longest < 1.0, $asked < 20_000, $queued > 1 << 20, $queued < 2 << 20, $deaf->isOpen());
echo $one->request(new LogMessage('how are you?'), 5)->await()->message, "\n";
var_dump(wall_seconds(fn () => $peer->tick(0.1)) < 1.0);
--EXPECT--
bool(true)
bool(true)
bool(true)
bool(true)
bool(true)
fine
bool(true)
