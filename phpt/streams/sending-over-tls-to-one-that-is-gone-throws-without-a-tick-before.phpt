--TEST--
Sending over TLS to a peer that is gone throws, even if nobody has read its last messages
--SKIPIF--
<?php if (!extension_loaded('openssl') || !extension_loaded('posix')) die('skip openssl and posix are needed'); ?>
--FILE--
<?php

use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;
use StreamIpc\Transport\StreamClosedException;

require __DIR__ . '/../support/peers.php';
require __DIR__ . '/../support/tls.php';

foreach ([STREAM_CRYPTO_METHOD_TLSv1_2_CLIENT, STREAM_CRYPTO_METHOD_TLSv1_3_CLIENT] as $method) {
    foreach (['kill' => 'posix_kill(getmypid(), 9);', 'end TLS' => 'stream_socket_enable_crypto($socket, false); echo "."; sleep(30);'] as $code) {
        [$socket, $process, $output] = start_on_tls($code, $method);
        // The end of its output or a dot: it has gone.
        fread($output, 1);
        $session = (new NativeIpcPeer())->createStreamSession($socket, $socket);
        foreach ([1, 2] as $attempt) {
            try {
                $session->notify(new LogMessage('anyone there?'));
                echo "sent\n";
            } catch (StreamClosedException $e) {
                echo $e->getMessage(), "\n";
            }
        }
        proc_terminate($process, 9);
    }
}
?>
--EXPECTF--
Cannot send a frame of %d bytes: the other side has closed the connection or ended
Cannot send a frame of %d bytes: the other side has closed the connection or ended
Cannot send a frame of %d bytes: the other side has closed the connection or ended
Cannot send a frame of %d bytes: the other side has closed the connection or ended
Cannot send a frame of %d bytes: the other side has closed the connection or ended
Cannot send a frame of %d bytes: the other side has closed the connection or ended
Cannot send a frame of %d bytes: the other side has closed the connection or ended
Cannot send a frame of %d bytes: the other side has closed the connection or ended
