--TEST--
A request to a child that does not read ends at its timeout, and closes its session
--SKIPIF--
<?php require __DIR__ . '/../support/amp.php'; skip_without_amp(); ?>
--FILE--
<?php

use StreamIpc\AmphpIpcPeer;
use StreamIpc\Message\LogMessage;
use StreamIpc\Transport\TimeoutException;

require __DIR__ . '/../support/amp.php';

pcntl_alarm(30);
$peer = new AmphpIpcPeer();
$session = start_amp_worker($peer, 'sleep(30);', $process);
try {
    $session->request(new LogMessage(str_repeat('x', 8 << 20)), 0.3);
} catch (TimeoutException $e) {
    echo $e->getMessage(), "\n";
}
var_dump($session->isOpen());
proc_terminate($process, SIGKILL);
--EXPECT--
IPC request timed out after 0.3s
bool(false)
