--TEST--
The end of a TLS connection, proper or not, fails a pending promise at once
--SKIPIF--
<?php if (!extension_loaded('openssl') || !extension_loaded('posix')) die('skip openssl and posix are needed'); ?>
--FILE--
<?php

use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;
use StreamIpc\Transport\PeerClosedException;

require __DIR__ . '/../support/peers.php';
require __DIR__ . '/../support/tls.php';

$ways = [
    'fclose' => 'fclose($socket); $session->close();',
    'exit' => 'exit;',
    'kill' => 'posix_kill(getmypid(), 9);',
    'shutdown' => 'stream_socket_shutdown($socket, STREAM_SHUT_WR); sleep(30);',
];
foreach ($ways as $way => $code) {
    [$socket, $process] = start_on_tls(<<<PHP
        \$peer = new NativeIpcPeer();
        \$session = \$peer->createStreamSession(\$socket, \$socket);
        \$session->onRequest(function () use (\$socket, \$session) { $code });
        \$peer->run();
        PHP);
    $peer = new NativeIpcPeer();
    $session = $peer->createStreamSession($socket, $socket);
    $seconds = wall_seconds(function () use ($session, $way) {
        try {
            $session->request(new LogMessage('end'), 30)->await();
        } catch (PeerClosedException) {
            echo "$way: closed";
        }
    });
    echo $seconds < 10.0 ? "\n" : " too late\n";
    proc_terminate($process);
}
--EXPECT--
fclose: closed
exit: closed
kill: closed
shutdown: closed
