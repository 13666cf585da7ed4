--TEST--
Sending over TLS to a peer that is gone throws at once, however it ended
--SKIPIF--
<?php if (!extension_loaded('openssl') || !extension_loaded('posix')) die('skip openssl and posix are needed'); ?>
--FILE--
<?php

use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;
use StreamIpc\Transport\StreamClosedException;

require __DIR__ . '/../support/peers.php';
require __DIR__ . '/../support/tls.php';

$ways = [
    'killed' => 'posix_kill(getmypid(), 9);',
    'closed' => 'fclose($socket); sleep(30);',
    'ended TLS, keeps the socket' => 'stream_socket_enable_crypto($socket, false); sleep(30);',
    'half closed, keeps the socket' => 'stream_socket_shutdown($socket, STREAM_SHUT_WR); sleep(30);',
    'unread bytes' => 'stream_select($read, $none, $none, 10); fclose($socket); sleep(30);',
];
$versions = ['1.2' => STREAM_CRYPTO_METHOD_TLSv1_2_CLIENT, '1.3' => STREAM_CRYPTO_METHOD_TLSv1_3_CLIENT];
foreach ($versions as $version => $method) {
    foreach ($ways as $way => $code) {
        [$socket, $process] = start_on_tls("\$read = [\$socket]; \$none = null; $code", $method);
        $peer = new NativeIpcPeer();
        $session = $peer->createStreamSession($socket, $socket);
        try {
            $session->notify(new LogMessage('unread'));
        } catch (StreamClosedException) {
            // It was gone already.
        }
        tick_until($peer, fn () => !$session->isOpen());
        $outcomes = [];
        $seconds = wall_seconds(function () use ($session, &$outcomes) {
            foreach (['notify', 'request', 'notify'] as $method) {
                try {
                    $session->$method(new LogMessage('anyone there?'));
                    $outcomes[] = 'sent';
                } catch (StreamClosedException $e) {
                    $outcomes[] = $e::class;
                }
            }
        });
        echo "TLS $version, $way: ", implode(', ', array_unique($outcomes)), $seconds < 1.0 ? '' : ', late', "\n";
        proc_terminate($process, 9);
    }
}
?>
--EXPECT--
TLS 1.2, killed: StreamIpc\Transport\StreamClosedException
TLS 1.2, closed: StreamIpc\Transport\StreamClosedException
TLS 1.2, ended TLS, keeps the socket: StreamIpc\Transport\StreamClosedException
TLS 1.2, half closed, keeps the socket: StreamIpc\Transport\StreamClosedException
TLS 1.2, unread bytes: StreamIpc\Transport\StreamClosedException
TLS 1.3, killed: StreamIpc\Transport\StreamClosedException
TLS 1.3, closed: StreamIpc\Transport\StreamClosedException
TLS 1.3, ended TLS, keeps the socket: StreamIpc\Transport\StreamClosedException
TLS 1.3, half closed, keeps the socket: StreamIpc\Transport\StreamClosedException
TLS 1.3, unread bytes: StreamIpc\Transport\StreamClosedException
