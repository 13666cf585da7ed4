--TEST--
removeSession() with a session of another peer leaves the input of its child open
--SKIPIF--
<?php require __DIR__ . '/../support/symfony.php'; skip_without_symfony(); ?>
--FILE--
<?php

use StreamIpc\Message\LogMessage;
use StreamIpc\SymfonyIpcPeer;

require __DIR__ . '/../support/symfony.php';

pcntl_alarm(20);
$peer = new SymfonyIpcPeer();
$session = start_symfony_worker($peer, ANSWERING);
(new SymfonyIpcPeer())->removeSession($session);
echo get_class($session->request(new LogMessage('still there?'), 10.0)->await()), "\n";
--EXPECT--
StreamIpc\Message\LogMessage
