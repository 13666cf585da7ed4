--TEST--
Two read streams are both read, and the session ends with the last of them
--FILE--
<?php

use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/peers.php';

$peer = new NativeIpcPeer();
[$out] = stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_STREAM, 0);
[$readOne, $writeOne] = stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_STREAM, 0);
[$readTwo, $writeTwo] = stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_STREAM, 0);
$session = $peer->createStreamSession($out, $readOne, $readTwo);
$session->onMessage(function (LogMessage $message) { echo $message->message, "\n"; });
fwrite($writeOne, frame(new LogMessage('on the first')));
$peer->tick(5.0);
$half = frame(new LogMessage('on the second, though the first ended'));
fwrite($writeTwo, substr($half, 0, 20));
fwrite($writeOne, frame(new LogMessage('between two halves')));
$peer->tick(5.0);
fclose($writeOne);
$peer->tick(0.05);
var_dump($session->isOpen());
fwrite($writeTwo, substr($half, 20));
$peer->tick(5.0);
fclose($writeTwo);
$peer->run();
var_dump($session->isOpen());
--EXPECT--
on the first
between two halves
bool(true)
on the second, though the first ended
bool(false)
