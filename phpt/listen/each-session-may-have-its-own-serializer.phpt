--TEST--
listen(), createStreamSession() and createStdioSession() take a serializer for their sessions; the others get the peer's
--FILE--
<?php

use StreamIpc\IpcSession;
use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;
use StreamIpc\Serialization\JsonMessageSerializer;
use StreamIpc\Serialization\NativeMessageSerializer;

require __DIR__ . '/../support/peers.php';

// The peer of all of them writes PHP's format, unless told otherwise.
$peer = new NativeIpcPeer();
$json = new JsonMessageSerializer();
$first = fn ($socket) => substr(fread($socket, 100), 8, 1);

[$ours, $theirs] = stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_STREAM, 0);
$peer->createStreamSession($ours, $ours, serializer: $json)->notify(new LogMessage('hello'));
echo 'createStreamSession(): ', $first($theirs), "\n";
[$ours, $theirs] = stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_STREAM, 0);
$peer->createStreamSession($ours, $ours, null, null)->notify(new LogMessage('hello'));
echo 'by default: ', $first($theirs), "\n";

foreach ([$json, null, new NativeMessageSerializer()] as $serializer) {
    $server = stream_socket_server('tcp://127.0.0.1:0');
    $peer->listen($server, fn (IpcSession $session) => $session->notify(new LogMessage('hello')), $serializer);
    $socket = stream_socket_client('tcp://' . stream_socket_get_name($server, false));
    $peer->tick(10);
    echo 'listen(): ', $first($socket), "\n";
    $peer->unwatch($server);
}

$worker = proc_open(worker_command(<<<'PHP'
    $session = (new NativeIpcPeer())->createStdioSession(new StreamIpc\Serialization\JsonMessageSerializer());
    $session->notify(new LogMessage('hello'));
    PHP), [['pipe', 'r'], ['pipe', 'w']], $pipes);
echo 'createStdioSession(): ', $first($pipes[1]), "\n";
--EXPECT--
createStreamSession(): {
by default: O
listen(): {
listen(): O
listen(): O
createStdioSession(): {
