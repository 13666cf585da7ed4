--TEST--
A read stream that is given twice is read once
--FILE--
<?php

use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/peers.php';

$peer = new NativeIpcPeer();
[$ours, $theirs] = stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_STREAM, 0);
$session = $peer->createStreamSession($ours, $ours, $ours);
$session->onMessage(function (LogMessage $message) { echo $message->message, "\n"; });
fwrite($theirs, frame(new LogMessage('once')));
fclose($theirs);
$peer->run();
var_dump($session->isOpen());
--EXPECT--
once
bool(false)
