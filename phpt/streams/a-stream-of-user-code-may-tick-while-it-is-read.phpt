--TEST--
A stream of user code may tick the peer while it is read
--FILE--
<?php

use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/peers.php';
require __DIR__ . '/../support/wrapper.php';

$peer = new NativeIpcPeer();
[$here, $there] = stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_STREAM, 0);
$stream = PassThrough::open($here);
$session = $peer->createStreamSession($stream, $stream);
[$other, $socket] = session_and_socket($peer);
$seen = [];
$note = function (LogMessage $message) use (&$seen) { $seen[] = $message->message; };
$session->onMessage($note);
$other->onMessage($note);
$depth = 0;
PassThrough::$beforeReading = function () use ($peer, &$depth) {
    if ($depth++ < 3) {
        $peer->tick(0);
    }
};
for ($i = 0; $i < 10; $i++) {
    fwrite($there, frame(new LogMessage("wrapped $i")));
    fwrite($socket, frame(new LogMessage("plain $i")));
}
tick_until($peer, function () use (&$seen) { return count($seen) === 20; });
foreach (['wrapped', 'plain'] as $kind) {
    echo implode(', ', array_filter($seen, fn (string $text) => str_starts_with($text, $kind))), "\n";
}
--EXPECT--
wrapped 0, wrapped 1, wrapped 2, wrapped 3, wrapped 4, wrapped 5, wrapped 6, wrapped 7, wrapped 8, wrapped 9
plain 0, plain 1, plain 2, plain 3, plain 4, plain 5, plain 6, plain 7, plain 8, plain 9
