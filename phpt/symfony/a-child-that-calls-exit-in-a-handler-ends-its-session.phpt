--TEST--
A child that calls exit() in a handler has its last words heard; the asker is told
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
    register_shutdown_function(function () use ($session) { $session->notify(new LogMessage('shutting down')); });
    $session->onRequest(function () { exit(3); });
    $peer->run();
    PHP, $process);
$session->onMessage(function (LogMessage $message) { echo "$message->level: $message->message\n"; });
try {
    $session->request(new LogMessage('exit'), 60.0)->await();
} catch (PeerClosedException $e) {
    echo get_class($e), ', exit ', $process->wait(), "\n";
}
--EXPECT--
info: shutting down
StreamIpc\Transport\PeerClosedException, exit 3
