--TEST--
A session whose second stream user code closed goes on with the first, if a handler returns false
--FILE--
<?php

use StreamIpc\InvalidStreamException;
use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/peers.php';

$peer = new NativeIpcPeer();
[$out, $first, $second] = [STDERR, ...stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_STREAM, 0)];
[$read, $socket] = stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_STREAM, 0);
$session = $peer->createStreamSession($out, $read, $first);
$told = 0;
$session->onException(function (InvalidStreamException $e) use (&$told) {
    $told++;
    return false;
});
fclose($first);
tick_until($peer, function () use (&$told) { return $told > 0; });
var_dump($session->isOpen());

$session->onMessage(function (LogMessage $message) { echo $message->message, "\n"; });
fwrite($socket, frame(new LogMessage('still here')));
$peer->tick(5.0);
$peer->tick(0.05);
echo "told $told time(s)\n";
--EXPECT--
bool(true)
still here
told 1 time(s)
