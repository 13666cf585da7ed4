--TEST--
A session may run over TCP
--FILE--
<?php

use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/peers.php';

$server = stream_socket_server('tcp://127.0.0.1:0');
$address = stream_socket_get_name($server, false);
$process = proc_open(worker_command(<<<PHP
    \$peer = new NativeIpcPeer();
    \$socket = stream_socket_client('tcp://$address');
    \$peer->createStreamSession(\$socket, \$socket)->onRequest(fn (LogMessage \$question) => \$question);
    \$peer->run();
    PHP), [], $pipes);
$socket = stream_socket_accept($server, 30);
$peer = new NativeIpcPeer();
$session = $peer->createStreamSession($socket, $socket);
var_dump(strlen($session->request(new LogMessage(str_repeat('x', 3 << 20)))->await()->message));
fclose($socket);
--EXPECT--
int(3145728)
