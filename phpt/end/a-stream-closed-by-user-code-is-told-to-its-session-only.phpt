--TEST--
If user code closes a stream, its session gets an exception; the other sessions go on
--FILE--
<?php

use StreamIpc\IpcSession;
use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/peers.php';

$peer = new NativeIpcPeer();
[$ours, $theirs] = stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_STREAM, 0);
$broken = $peer->createStreamSession($ours, $ours);
[$sound, $socket] = session_and_socket($peer);
$broken->onException(function (Throwable $e, IpcSession $session) use ($broken) {
    echo get_class($e), ': ', $e->getMessage(), "\n";
    var_dump($e->getSession() === $broken, $session === $broken);
});
$sound->onException(function () { echo "never\n"; });
$seen = null;
$sound->onMessage(function (LogMessage $message) use (&$seen) { $seen = $message->message; });

$peer->tick(0);
fclose($ours);
fwrite($socket, frame(new LogMessage('the others go on')));
tick_until($peer, function () use ($broken, &$seen) { return $seen !== null && !$broken->isOpen(); });
echo $seen, "\n";
--EXPECT--
StreamIpc\InvalidStreamException: Invalid stream resource
bool(true)
bool(true)
the others go on
