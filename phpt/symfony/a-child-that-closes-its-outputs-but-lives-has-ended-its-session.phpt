--TEST--
A child that closes both outputs ends its session, though it lives on
--SKIPIF--
<?php require __DIR__ . '/../support/symfony.php'; skip_without_symfony(); ?>
--FILE--
<?php

use StreamIpc\Message\LogMessage;
use StreamIpc\SymfonyIpcPeer;
use StreamIpc\Transport\PeerClosedException;

require __DIR__ . '/../support/symfony.php';

pcntl_alarm(30);
$peer = new SymfonyIpcPeer();
$session = start_symfony_worker($peer, 'fclose(STDOUT); fclose(STDERR); fgets(STDIN); sleep(30);', $process);
try {
    $session->request(new LogMessage('anybody there?'), 60.0)->await();
} catch (PeerClosedException $e) {
    var_dump($session->isOpen(), $process->isRunning());
}
$process->stop(0);
--EXPECT--
bool(false)
bool(true)
