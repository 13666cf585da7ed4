--TEST--
The exception handlers of a session get a frame over the limit; if one returns false, the session goes on behind it
--FILE--
<?php

use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;
use StreamIpc\Serialization\NativeMessageSerializer;
use StreamIpc\Transport\NativeMessageTransport;

require __DIR__ . '/../support/peers.php';

$peer = new NativeIpcPeer();
[$ours, $theirs] = stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_STREAM, 0);
$session = $peer->createSessionFromTransport(new NativeMessageTransport($ours, [$ours], new NativeMessageSerializer(), 200));
$session->onMessage(function (LogMessage $message) { echo $message->message, "\n"; });
$session->onException(function (Throwable $e) {
    echo get_class($e), ': ', $e->getMessage(), "\n";
    return false;
});
fwrite($theirs, frame(new LogMessage('short')) . frame(new LogMessage(str_repeat('x', 1000))) . frame(new LogMessage('behind')));
for ($tick = 0; $tick < 3; $tick++) {
    $peer->tick(0.05);
}
var_dump($session->isOpen());
--EXPECTF--
short
RuntimeException: Frame length 10%d exceeds max 200
behind
bool(true)
