--TEST--
A peer that sends many requests before it reads gets every reply, in order
--FILE--
<?php

use StreamIpc\Envelope\RequestEnvelope;
use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;
use StreamIpc\Serialization\NativeMessageSerializer;
use StreamIpc\Transport\FrameCodec;

require __DIR__ . '/../support/peers.php';

pcntl_alarm(60);
$peer = new NativeIpcPeer();
[$session, $socket] = session_and_socket($peer);
$session->onRequest(static fn (LogMessage $question) => new LogMessage(str_repeat($question->message, 20_000)));
for ($n = 0; $n < 200; $n++) {
    fwrite($socket, frame(new RequestEnvelope("$n", new LogMessage(chr(ord('a') + $n % 26)))));
    $peer->tick(0);
}
var_dump($session->getStats()['queued_bytes'] > 1 << 20);

stream_set_blocking($socket, false);
$codec = new FrameCodec(new NativeMessageSerializer());
$replies = [];
while (count($replies) < 200) {
    array_push($replies, ...$codec->feed((string) stream_get_contents($socket)));
    $peer->tick(0);
}
var_dump(array_map(fn ($reply) => $reply->id, $replies) == range(0, 199));
var_dump($replies[27]->response->message === str_repeat('b', 20_000));
var_dump($session->getStats()['queued_bytes']);
--EXPECT--
bool(true)
bool(true)
bool(true)
int(0)
