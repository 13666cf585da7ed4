--TEST--
The idle timeout of the Process stops a silent child: the session gets the exception, its requests fail
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
$process = symfony_process('sleep(60);');
$process->setIdleTimeout(0.5);
$session = $peer->createSymfonyProcessSession($process);
$session->onException(function (Throwable $e) { echo get_class($e), "\n"; });
$session->onClose(function () { echo "closed\n"; });
try {
    $session->request(new LogMessage('hello'), 20.0)->await();
} catch (PeerClosedException $e) {
    echo "no reply\n";
}
$peer->run();
var_dump($process->isRunning());
--EXPECT--
closed
Symfony\Component\Process\Exception\ProcessTimedOutException
no reply
bool(false)
