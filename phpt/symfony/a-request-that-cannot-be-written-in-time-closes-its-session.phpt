--TEST--
A request to a child that does not read ends at its timeout, and closes its session
--SKIPIF--
<?php require __DIR__ . '/../support/symfony.php'; skip_without_symfony(); ?>
--FILE--
<?php

use StreamIpc\Message\LogMessage;
use StreamIpc\SymfonyIpcPeer;
use StreamIpc\Transport\TimeoutException;

require __DIR__ . '/../support/symfony.php';

pcntl_alarm(30);
$peer = new SymfonyIpcPeer();
$session = start_symfony_worker($peer, 'sleep(30);', $process);
try {
    $session->request(new LogMessage(str_repeat('x', 8 << 20)), 0.3);
} catch (TimeoutException $e) {
    echo $e->getMessage(), "\n";
}
var_dump($session->isOpen());
// The Process still has the rest to write; PHP says that nobody reads it.
@$process->stop(0);
--EXPECT--
IPC request timed out after 0.3s
bool(false)
