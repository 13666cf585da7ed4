--TEST--
A child may ask its parent, also while it answers
--SKIPIF--
<?php require __DIR__ . '/../support/symfony.php'; skip_without_symfony(); ?>
--FILE--
<?php

use StreamIpc\Message\LogMessage;
use StreamIpc\SymfonyIpcPeer;

require __DIR__ . '/../support/symfony.php';

pcntl_alarm(20);
$peer = new SymfonyIpcPeer();
$session = start_symfony_worker($peer, <<<'PHP'
    $peer = new NativeIpcPeer();
    $session = $peer->createStdioSession();
    $session->onRequest(fn (LogMessage $question) => $session->request(new LogMessage("$question->message?"))->await());
    $peer->run();
    PHP);
$session->onRequest(fn (LogMessage $question) => new LogMessage("$question->message!"));
echo $session->request(new LogMessage('really'), 10.0)->await()->message, "\n";
--EXPECT--
really?!
