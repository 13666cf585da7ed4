--TEST--
A request of which no byte has left at its deadline is taken back: the session and its other requests live on
--FILE--
<?php

use StreamIpc\Envelope\RequestEnvelope;
use StreamIpc\Envelope\ResponseEnvelope;
use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;
use StreamIpc\Serialization\NativeMessageSerializer;
use StreamIpc\Transport\FrameCodec;
use StreamIpc\Transport\TimeoutException;

require __DIR__ . '/../support/peers.php';

pcntl_alarm(60);
$peer = new NativeIpcPeer();
[$session, $socket] = session_and_socket($peer);
$first = $session->request(new LogMessage('first'));
$session->onRequest(fn () => new LogMessage(str_repeat('reply ', 500_000)));
fwrite($socket, frame(new RequestEnvelope('theirs', new LogMessage('?'))));
$peer->tick();
try {
    $session->request(new LogMessage('taken back'), 0.2);
} catch (TimeoutException $e) {
    echo $e->getMessage(), "\n";
}
var_dump($session->isOpen());

// What the other side reads: all but that.
stream_set_blocking($socket, false);
$codec = new FrameCodec(new NativeMessageSerializer());
$came = [];
while (count($came) < 2) {
    array_push($came, ...$codec->feed((string) stream_get_contents($socket)));
    $peer->tick(0);
}
echo get_class($came[0]), ' ', get_class($came[1]), ' ', $came[0]->request->message, "\n";
fwrite($socket, frame(new ResponseEnvelope($came[0]->id, new LogMessage('and its reply'))));
echo $first->await()->message, "\n";
var_dump($codec->hasBufferedData());
--EXPECT--
IPC request timed out after 0.2s
bool(true)
StreamIpc\Envelope\RequestEnvelope StreamIpc\Envelope\ResponseEnvelope first
and its reply
bool(false)
