--TEST--
Only its own session gets an exception for a frame over the limit of its transport; the next frames arrive
--SKIPIF--
<?php require __DIR__ . '/../support/symfony.php'; skip_without_symfony(); ?>
--FILE--
<?php

use StreamIpc\Message\LogMessage;
use StreamIpc\Serialization\NativeMessageSerializer;
use StreamIpc\SymfonyIpcPeer;
use StreamIpc\Transport\SymfonyProcessMessageTransport;

require __DIR__ . '/../support/symfony.php';

pcntl_alarm(30);
$peer = new SymfonyIpcPeer();
$transport = new SymfonyProcessMessageTransport(symfony_process(<<<'PHP'
    $session = (new NativeIpcPeer())->createStdioSession();
    $session->notify(new LogMessage(str_repeat('x', 2000)));
    $session->notify(new LogMessage('short'));
    PHP), new NativeMessageSerializer(), frameLimit: 1000);
$session = $peer->createSessionFromTransport($transport);
$session->onException(function (Throwable $e) {
    echo $e->getMessage(), "\n";
    return false;
});
$session->onMessage(function (LogMessage $message) { echo "$message->message\n"; });
$peer->run();
--EXPECTF--
Frame length %d exceeds max 1000
short
