--TEST--
stop() ends the session; the child's earlier messages arrive
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
$session = start_symfony_worker($peer, <<<'PHP'
    $peer = new NativeIpcPeer();
    $session = $peer->createStdioSession();
    $session->onRequest(function () use ($session) {
        $session->notify(new LogMessage('heard'));
        sleep(30);
    });
    $peer->run();
    PHP, $process);
$session->onMessage(function (LogMessage $message) use ($process) {
    echo "$message->message\n";
    $process->stop(0);
});
try {
    $session->request(new LogMessage('hello'), 20.0)->await();
} catch (PeerClosedException $e) {
    echo get_class($e), "\n";
}
--EXPECT--
heard
StreamIpc\Transport\PeerClosedException
