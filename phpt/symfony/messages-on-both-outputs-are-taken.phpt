--TEST--
A worker may answer on its error output while its output carries junk
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
    echo 'a banner';
    $peer = new NativeIpcPeer();
    $session = $peer->createStreamSession(STDERR, STDIN);
    $session->onRequest(fn (LogMessage $question) => $question);
    $peer->run();
    PHP);
$junk = '';
$session->onMessage(function (LogMessage $message) use (&$junk) { $junk .= "$message->level: $message->message\n"; });
echo $session->request(new LogMessage('by error output'), 10.0)->await()->message, "\n";
tick_until($peer, function () use (&$junk) { return $junk !== ''; });
echo $junk;
--EXPECT--
by error output
junk: a banner
