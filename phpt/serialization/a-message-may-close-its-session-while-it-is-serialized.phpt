--TEST--
A message may close its session, or the stream, while it is serialized
--FILE--
<?php

use StreamIpc\Message\Message;
use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/peers.php';
require __DIR__ . '/../support/thrown.php';

final class Closing implements Message
{
    public static Closure $close;

    public function __serialize(): array
    {
        (self::$close)();
        return [];
    }
}

$peer = new NativeIpcPeer();
[$ours, $theirs] = stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_STREAM, 0);
$session = $peer->createStreamSession($ours, $ours);
Closing::$close = fn () => fclose($ours);
thrown(fn () => $session->notify(new Closing()));
var_dump(stream_get_contents($theirs));

[$session, $socket] = session_and_socket($peer);
Closing::$close = fn () => $session->close();
thrown(fn () => $session->request(new Closing(), 5)->await());
var_dump($session->isOpen());
--EXPECTF--
StreamIpc\Transport\StreamClosedException: Cannot send a frame of 26 bytes: the stream was closed on this side
string(0) ""
StreamIpc\Transport\PeerClosedException: %s
bool(false)
