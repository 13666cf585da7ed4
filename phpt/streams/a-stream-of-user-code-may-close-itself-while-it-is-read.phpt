--TEST--
A stream of user code may be closed, or its session, while it is read
--FILE--
<?php

use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/peers.php';
require __DIR__ . '/../support/wrapper.php';

$peer = new NativeIpcPeer();
foreach (['the session', 'everything'] as $what) {
    [$here, $there] = stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_STREAM, 0);
    $stream = PassThrough::open($here);
    $session = $peer->createStreamSession($stream, $stream);
    $session->onMessage(function () { echo "never\n"; });
    PassThrough::$beforeReading = function () use (&$session, &$stream, $what) {
        PassThrough::$beforeReading = null;
        $session->close();
        if ($what === 'everything') {
            unset($GLOBALS['session'], $GLOBALS['stream']);
        }
    };
    fwrite($there, frame(new LogMessage('never read')));
    $peer->tick(0.1);
    echo "closed $what\n";
}
[$session, $socket] = session_and_socket($peer);
fwrite($socket, frame(new LogMessage('another goes on')));
$session->onMessage(function (LogMessage $message) { echo $message->message, "\n"; });
$peer->tick(10);
--EXPECT--
closed the session
closed everything
another goes on
