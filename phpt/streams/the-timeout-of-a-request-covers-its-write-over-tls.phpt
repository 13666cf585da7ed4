--TEST--
Over TLS, too, a request's timeout covers its own write; a frame that it cuts short closes the session
--SKIPIF--
<?php if (!extension_loaded('openssl')) die('skip openssl is needed'); ?>
--FILE--
<?php

use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/peers.php';
require __DIR__ . '/../support/thrown.php';
require __DIR__ . '/../support/tls.php';

$peer = new NativeIpcPeer();
[$socket, $process] = start_on_tls('sleep(30);');
$session = $peer->createStreamSession($socket, $socket);
$cpu = cpu_seconds();
$seconds = wall_seconds(fn () => thrown(fn () => $session->request(new LogMessage(str_repeat('x', 16 << 20)), 0.5)));
var_dump($seconds >= 0.5, $seconds < 5.0, cpu_seconds() - $cpu < 0.4, $session->isOpen());
proc_terminate($process);
--EXPECT--
StreamIpc\Transport\TimeoutException: IPC request timed out after 0.5s
bool(true)
bool(true)
bool(true)
bool(false)
