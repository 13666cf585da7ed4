--TEST--
A FIFO that has had its last writer can be given to a session anew
--SKIPIF--
<?php if (!extension_loaded('posix')) die('skip posix is needed'); ?>
--FILE--
<?php

use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/peers.php';

$path = sys_get_temp_dir() . '/stream-ipc-' . getmypid();
posix_mkfifo($path, 0600);
$peer = new NativeIpcPeer();
for ($i = 0; $i < 3; $i++) {
    $process = proc_open(worker_command(<<<PHP
        \$write = fopen('$path', 'w');
        (new NativeIpcPeer())->createStreamSession(\$write, STDIN)->notify(new LogMessage('writer $i'));
        PHP), [], $pipes);
    $read = fopen($path, 'r');
    $session = $peer->createStreamSession(STDERR, $read);
    $session->onMessage(function (LogMessage $message) { echo $message->message, "\n"; });
    tick_until($peer, fn () => !$session->isOpen());
    $session->close();
}
unlink($path);
--EXPECT--
writer 0
writer 1
writer 2
