--TEST--
A transport belongs to one session at a time; a closed session gives it free
--FILE--
<?php

use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;
use StreamIpc\Serialization\NativeMessageSerializer;
use StreamIpc\Transport\NativeMessageTransport;

require __DIR__ . '/../support/peers.php';

[$ours, $theirs] = stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_STREAM, 0);
$transport = new NativeMessageTransport($ours, [$ours], new NativeMessageSerializer());
[$peer, $other] = [new NativeIpcPeer(), new NativeIpcPeer()];
$session = $peer->createSessionFromTransport($transport);
var_dump($session->getTransport() === $transport);
foreach ([$peer, $other] as $again) {
    try {
        $again->createSessionFromTransport($transport);
    } catch (LogicException $e) {
        echo get_class($e), "\n";
    }
}
$session->close();
$session = $other->createSessionFromTransport(transport: $transport);
$session->onMessage(function (LogMessage $message) { echo $message->message, "\n"; });
fwrite($theirs, frame(new LogMessage('to the second session')));
$other->tick(5.0);
--EXPECT--
bool(true)
LogicException
LogicException
to the second session
