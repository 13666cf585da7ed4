--TEST--
A session may run over two FIFOs
--SKIPIF--
<?php if (!extension_loaded('posix')) die('skip posix is needed'); ?>
--FILE--
<?php

use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/peers.php';

$path = sys_get_temp_dir() . '/stream-ipc-' . getmypid();
posix_mkfifo("$path-up", 0600);
posix_mkfifo("$path-down", 0600);
$process = proc_open(worker_command(<<<PHP
    \$read = fopen('$path-down', 'r');
    \$write = fopen('$path-up', 'w');
    \$peer = new NativeIpcPeer();
    \$peer->createStreamSession(\$write, \$read)->onRequest(fn (LogMessage \$question) => new LogMessage(strrev(\$question->message)));
    \$peer->run();
    PHP), [], $pipes);
$write = fopen("$path-down", 'w');
$read = fopen("$path-up", 'r');
unlink("$path-up");
unlink("$path-down");
$peer = new NativeIpcPeer();
$session = $peer->createStreamSession($write, $read);
foreach ([10, 100_000, 5 << 20] as $size) {
    $text = random_bytes($size);
    var_dump($session->request(new LogMessage($text), 20)->await()->message === strrev($text));
}
// Its writing end closed, the worker ends, and with it the reading end.
fclose($write);
tick_until($peer, fn () => !$session->isOpen());
var_dump(proc_close($process));
--EXPECT--
bool(true)
bool(true)
bool(true)
int(0)
