--TEST--
The last messages of a child are delivered, though it ended long before anybody ticks
--SKIPIF--
<?php require __DIR__ . '/../support/symfony.php'; skip_without_symfony(); ?>
--FILE--
<?php

use StreamIpc\Message\LogMessage;
use StreamIpc\SymfonyIpcPeer;

require __DIR__ . '/../support/symfony.php';

pcntl_alarm(30);
$peer = new SymfonyIpcPeer();
$session = start_symfony_worker($peer, <<<'PHP'
    $peer = new NativeIpcPeer();
    $session = $peer->createStdioSession();
    for ($i = 0; $i < 100; $i++) {
        $session->notify(new LogMessage("$i"));
    }
    echo 'last words';
    PHP, $process);
$seen = [];
$session->onMessage(function (LogMessage $message) use (&$seen) { $seen[] = $message->message; });
$session->onClose(function () use (&$seen) { $seen[] = 'closed'; });
$process->wait();
$peer->tick(5.0);
var_dump($seen === [...array_map('strval', range(0, 99)), 'last words', 'closed'], $process->getExitCode());
--EXPECT--
bool(true)
int(0)
