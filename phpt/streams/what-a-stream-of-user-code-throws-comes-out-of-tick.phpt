--TEST--
If a stream of user code throws, tick() throws the exception, and reading goes on
--FILE--
<?php

use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/peers.php';
require __DIR__ . '/../support/thrown.php';
require __DIR__ . '/../support/wrapper.php';

[$here, $there] = stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_STREAM, 0);
$peer = new NativeIpcPeer();
$stream = PassThrough::open($here);
$session = $peer->createStreamSession($stream, $stream);
$session->onMessage(function (LogMessage $message) use (&$last) { echo $last = $message->message, "\n"; });
[$other, $socket] = session_and_socket($peer);
$other->onMessage(function (LogMessage $message) { echo $message->message, "\n"; });

PassThrough::$beforeReading = function () {
    PassThrough::$beforeReading = null;
    throw new DomainException('thrown while reading');
};
fwrite($there, frame(new LogMessage('not lost')));
thrown(fn () => $peer->tick(10));
tick_until($peer, function () use (&$last) { return $last === 'not lost'; });
fwrite($socket, frame(new LogMessage('the other goes on')));
$peer->tick(10);
var_dump($session->isOpen());
--EXPECT--
DomainException: thrown while reading
not lost
the other goes on
bool(true)
