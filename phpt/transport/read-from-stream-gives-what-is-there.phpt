--TEST--
readFromStream() returns the messages that have arrived without waiting, and none at the end
--FILE--
<?php

use StreamIpc\Message\LogMessage;
use StreamIpc\Serialization\NativeMessageSerializer;
use StreamIpc\Transport\NativeMessageTransport;

require __DIR__ . '/../support/peers.php';

[$ours, $theirs] = stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_STREAM, 0);
$transport = new NativeMessageTransport($ours, [$ours], new NativeMessageSerializer());
$show = function () use ($transport, $ours) {
    echo json_encode(array_map(fn (LogMessage $message) => "$message->level: $message->message", $transport->readFromStream($ours))), "\n";
};
$show();
$half = frame(new LogMessage('two'));
fwrite($theirs, 'junk' . frame(new LogMessage('one')) . substr($half, 0, 20));
$show();
fwrite($theirs, substr($half, 20));
$show();
fclose($theirs);
$show();
$show();
--EXPECT--
[]
["junk: junk","info: one"]
["info: two"]
[]
[]
