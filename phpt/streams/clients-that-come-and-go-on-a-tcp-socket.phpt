--TEST--
Clients may come and go on a TCP socket while others go on; an abrupt end is noticed at once
--SKIPIF--
<?php if (!extension_loaded('posix')) die('skip posix is needed'); ?>
--FILE--
<?php

use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;
use StreamIpc\Transport\PeerClosedException;

require __DIR__ . '/../support/peers.php';

$server = stream_socket_server('tcp://127.0.0.1:0');
$client = sprintf(<<<'PHP'
    $peer = new NativeIpcPeer();
    $socket = stream_socket_client('tcp://%s');
    $session = $peer->createStreamSession($socket, $socket);
    $session->onRequest(fn (LogMessage $question) => $question->message === 'die' ? posix_kill(getmypid(), SIGKILL) : $question);
    $peer->run();
    PHP, stream_socket_get_name($server, false));
$peer = new NativeIpcPeer();
$processes = [];
$connect = function () use ($peer, $server, $client, &$processes) {
    $processes[] = proc_open('exec ' . worker_command($client), [], $pipes);
    $socket = stream_socket_accept($server, 20);
    return $peer->createStreamSession($socket, $socket);
};
$stays = $connect();
for ($i = 0; $i < 5; $i++) {
    $goes = $connect();
    echo $goes->request(new LogMessage("client $i"), 20)->await()->message, ', ';
    $seconds = wall_seconds(function () use ($goes) {
        try {
            $goes->request(new LogMessage('die'), 30)->await();
        } catch (PeerClosedException) {
            echo 'gone, ';
        }
    });
    echo $seconds < 10.0 ? '' : 'late, ', $stays->request(new LogMessage('the other stays'), 20)->await()->message, "\n";
}
--EXPECT--
client 0, gone, the other stays
client 1, gone, the other stays
client 2, gone, the other stays
client 3, gone, the other stays
client 4, gone, the other stays
