--TEST--
A frame whose arrays and objects claim more elements than they have does not end the process
--INI--
memory_limit=32M
--FILE--
<?php

use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/peers.php';
require __DIR__ . '/../support/payloads.php';

// PHP makes room for as many elements as are claimed, if enough bytes follow.
$filling = str_repeat('x', 1_000_000);
$payloads = [
    'arrays' => str_repeat('a:400000:{i:0;', 20) . "s:1000000:\"$filling\";",
    'objects' => str_repeat('O:8:"stdClass":400000:{s:1:"a";', 20) . "s:1000000:\"$filling\";",
];
$peer = new NativeIpcPeer();
[$session, $socket] = session_and_socket($peer);
$session->onMessage(function (LogMessage $message) use (&$came) { $came = $message->level; });
$session->onException(function (RuntimeException $e) use (&$came) {
    $came = preg_replace('/\d+/', '#', $e->getMessage());
    return false;
});
foreach ($payloads as $name => $payload) {
    $came = null;
    send_to($socket, frame_of($payload), $peer, function () use (&$came) { return $came !== null; });
    echo "$name: $came\n";
}
send_to($socket, frame(new LogMessage('behind them')), $peer, function () use (&$came) { return $came === 'info'; });
echo "$came\n";
--EXPECT--
arrays: A frame of # bytes needs about # bytes of memory, but memory_limit leaves #: raise it, or send less at once
objects: A frame of # bytes needs about # bytes of memory, but memory_limit leaves #: raise it, or send less at once
info
