--TEST--
Closing a session closes the input of its child, whose run() ends; the Process stays the user's
--SKIPIF--
<?php require __DIR__ . '/../support/symfony.php'; skip_without_symfony(); ?>
--FILE--
<?php

use StreamIpc\Message\LogMessage;
use StreamIpc\SymfonyIpcPeer;
use StreamIpc\Transport\StreamClosedException;

require __DIR__ . '/../support/symfony.php';

pcntl_alarm(30);
$peer = new SymfonyIpcPeer();
$session = start_symfony_worker($peer, ANSWERING . 'echo "done";', $process);
$session->request(new LogMessage('ready?'), 20.0)->await();
$session->close();
var_dump($process->wait(), $process->getOutput());
try {
    $session->notify(new LogMessage('too late'));
} catch (StreamClosedException $e) {
    echo get_class($e), "\n";
}
--EXPECT--
int(0)
string(4) "done"
StreamIpc\Transport\StreamClosedException
