--TEST--
If the streams of a session cannot be watched, making it throws: run() does not wait for it, and its transport is free again
--SKIPIF--
<?php if (!extension_loaded('posix') || PHP_OS_FAMILY !== 'Linux') die('skip posix and Linux are needed'); ?>
--FILE--
<?php

use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;
use StreamIpc\Serialization\NativeMessageSerializer;
use StreamIpc\Transport\NativeMessageTransport;

require __DIR__ . '/../support/peers.php';
require __DIR__ . '/../support/processes.php';

$peer = new NativeIpcPeer();
[$here, $there] = session_pair($peer);
[$ours, $theirs] = stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_STREAM, 0);
$peer->createStreamSession($ours, $ours);
// A stream that is watched already takes another descriptor, and there is none.
$transport = new NativeMessageTransport($ours, [$ours], new NativeMessageSerializer());
$sessions = new ReflectionProperty($peer, 'sessions');
$before = count($sessions->getValue($peer));
$limit = limit_descriptors(4);
try {
    $peer->createSessionFromTransport($transport);
} catch (RuntimeException $e) {
    echo $e->getMessage(), "\n";
}
limit_descriptors($limit);
echo count($sessions->getValue($peer)) - $before, " left behind\n";
$session = $peer->createSessionFromTransport($transport);
$session->onMessage(fn (LogMessage $message) => print("$message->message\n"));
fwrite($theirs, frame(new LogMessage('hello')));
stream_socket_shutdown($theirs, STREAM_SHUT_WR);
$there->close();
$here->close();
echo wall_seconds($peer->run(...)) < 5.0 ? "run() has returned\n" : "too late\n";
?>
--EXPECT--
Cannot watch the streams: Too many open files (os error 24); is the limit of open files (ulimit -n) reached?
0 left behind
hello
run() has returned
