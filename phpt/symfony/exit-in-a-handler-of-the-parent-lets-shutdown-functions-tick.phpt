--TEST--
exit() in a handler of the parent ends it; a shutdown function may still ask the child
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
    $session->onRequest(fn (LogMessage $question) => new LogMessage(strrev($question->message)));
    $session->notify(new LogMessage('hello'));
    $peer->run();
    PHP);
register_shutdown_function(function () use ($session) {
    echo $session->request(new LogMessage('end'), 10.0)->await()->message, "\n";
});
$session->onMessage(function () { exit; });
$peer->run();
echo "not reached\n";
--EXPECT--
dne
