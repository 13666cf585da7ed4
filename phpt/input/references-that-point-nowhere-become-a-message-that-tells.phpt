--TEST--
References that point nowhere, forwards or at themselves become a message that says so
--FILE--
<?php

use StreamIpc\Message\{LogMessage, Message};
use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/peers.php';
require __DIR__ . '/../support/payloads.php';

$log = fn (string $message) => 'O:28:"StreamIpc\Message\LogMessage":2:{s:7:"message";' . $message . 's:5:"level";s:1:"x";}';
$payloads = ['r:1;', 'R:1;', 'r:99;', 'R:-1;', 'R:0;', 'a:1:{i:0;r:2;}', $log('R:1;'), $log('r:2;'), $log('R:3;'), $log('R:99999999999999999999;')];
$peer = new NativeIpcPeer();
[$session, $socket] = session_and_socket($peer);
$levels = [];
$session->onMessage(function (Message $message) use (&$levels) {
    $levels[] = $message instanceof LogMessage ? $message->level : 'ErrorMessage';
});
send_to($socket, implode(array_map(frame_of(...), $payloads)) . frame(new LogMessage('the last')), $peer, function () use (&$levels) {
    return end($levels) === 'info';
});
echo implode(' ', $levels), "\n";
--EXPECT--
error error error error error error ErrorMessage error error error info
