--TEST--
A peer enables the output of a Process that has disabled it: messages are output, too
--SKIPIF--
<?php require __DIR__ . '/../support/symfony.php'; skip_without_symfony(); ?>
--FILE--
<?php

use StreamIpc\Message\LogMessage;
use StreamIpc\SymfonyIpcPeer;

require __DIR__ . '/../support/symfony.php';

pcntl_alarm(30);
$peer = new SymfonyIpcPeer();
$process = symfony_process(ANSWERING);
$process->disableOutput();
$session = $peer->createSymfonyProcessSession($process);
echo $session->request(new LogMessage('olleh'), 20.0)->await()->message, "\n";
--EXPECT--
hello
