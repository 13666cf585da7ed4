--TEST--
If an exception closes a session, as a refused frame does, its promises name that exception as the cause
--FILE--
<?php

use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;
use StreamIpc\Serialization\NativeMessageSerializer;
use StreamIpc\Transport\NativeMessageTransport;
use StreamIpc\Transport\PeerClosedException;

require __DIR__ . '/../support/peers.php';

/** A session that refuses frames of more than 1,000 bytes, and the other end of its socket. */
function limited(NativeIpcPeer $peer): array
{
    [$ours, $theirs] = stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_STREAM, 0);
    $transport = new NativeMessageTransport($ours, [$ours], new NativeMessageSerializer(), 1_000);

    return [$peer->createSessionFromTransport($transport), $theirs];
}

$peer = new NativeIpcPeer();
$await = function ($promise) {
    try {
        $promise->await();
    } catch (PeerClosedException $e) {
        echo $e->getMessage(), "\n";
        echo $e->getPrevious() === null ? 'no cause' : $e->getPrevious()::class, "\n";
    }
};

[$session, $theirs] = limited($peer);
$promise = $session->request(new LogMessage('?'), 5.0);
fwrite($theirs, frame(new LogMessage(str_repeat('x', 2_000))));
$await($promise);
$await($promise);

[$session, $theirs] = limited($peer);
$promise = $session->request(new LogMessage('?'), 5.0);
$session->triggerException(new DomainException('by hand'));
$session->triggerException(new LogicException('later'));
$await($promise);

[$session, $theirs] = limited($peer);
$promise = $session->request(new LogMessage('?'), 5.0);
$session->onException(fn () => false);
$session->triggerException(new DomainException('handled'));
$session->close();
$await($promise);
?>
--EXPECTF--
No reply to request %s can come any more: the session was closed on this side after "Frame length %d exceeds max 1000"
RuntimeException
No reply to request %s can come any more: the session was closed on this side after "Frame length %d exceeds max 1000"
RuntimeException
No reply to request %s can come any more: the session was closed on this side after "by hand"
DomainException
No reply to request %s can come any more: the session was closed on this side
no cause
