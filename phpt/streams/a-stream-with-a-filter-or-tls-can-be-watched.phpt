--TEST--
A stream with a filter or TLS can be watched, and calls back until all that was decrypted is read
--SKIPIF--
<?php if (!extension_loaded('openssl')) die('skip openssl is needed'); ?>
--FILE--
<?php

use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/tls.php';
require __DIR__ . '/../support/peers.php';

$peer = new NativeIpcPeer();
[$filtered, $end] = stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_STREAM, 0);
stream_filter_append($filtered, 'string.toupper', STREAM_FILTER_READ);
$peer->watch($filtered, function ($stream) {
    echo fgets($stream);
});
fwrite($end, "one\ntwo\n");
$peer->tick(5);
$peer->tick(5);
$peer->unwatch($filtered);

// One record of TLS, which OpenSSL decrypts at once, and the other side stays.
[$socket] = start_on_tls('fwrite($socket, str_repeat("x", 16000)); fread($socket, 1);');
$bytes = 0;
$peer->watch($socket, function ($stream) use (&$bytes) {
    stream_set_blocking($stream, false);
    $bytes += strlen(fread($stream, 100));
});
tick_until($peer, function () use (&$bytes) {
    return $bytes === 16000;
});
fwrite($socket, 'x');
$peer->unwatch($socket);
$peer->run();
echo "$bytes bytes over TLS\n";
--EXPECT--
ONE
TWO
16000 bytes over TLS
