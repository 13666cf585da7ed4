--TEST--
A TLS client that dies in the middle of a large frame fails it at once, without a warning, and stops nobody
--SKIPIF--
<?php if (!extension_loaded('openssl') || !extension_loaded('posix')) die('skip openssl and posix are needed'); ?>
--FILE--
<?php

use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;
use StreamIpc\Transport\StreamClosedException;

require __DIR__ . '/../support/peers.php';
require __DIR__ . '/../support/tls.php';

$ways = ['killed' => 'posix_kill(getmypid(), 9);', 'closed' => 'fclose($socket); sleep(30);'];
foreach ([STREAM_CRYPTO_METHOD_TLSv1_2_CLIENT, STREAM_CRYPTO_METHOD_TLSv1_3_CLIENT] as $method) {
    foreach ($ways as $way => $code) {
        // It reads some of the frame, and then no more of it.
        [$socket, $process] = start_on_tls('fread($socket, 8192); usleep(100_000); ' . $code, $method);
        $peer = new NativeIpcPeer();
        $dying = $peer->createStreamSession($socket, $socket);
        [$here, $there] = session_pair($peer);
        $there->onRequest(fn (LogMessage $question) => new LogMessage("re: $question->message"));
        $seconds = wall_seconds(function () use ($dying, $way) {
            try {
                $dying->notify(new LogMessage(str_repeat('x', 20_000_000)));
                echo "sent\n";
            } catch (StreamClosedException $e) {
                echo "$way: StreamClosedException";
            }
        });
        echo $seconds < 10.0 ? '' : ' late', ', ', $here->request(new LogMessage('next'), 5.0)->await()->message, "\n";
        proc_terminate($process, 9);
    }
}
?>
--EXPECT--
killed: StreamClosedException, re: next
closed: StreamClosedException, re: next
killed: StreamClosedException, re: next
closed: StreamClosedException, re: next
