--TEST--
A Process that cannot start, or already runs, is an exception; the peer does not change
--SKIPIF--
<?php require __DIR__ . '/../support/symfony.php'; skip_without_symfony(); ?>
--FILE--
<?php

use StreamIpc\Message\LogMessage;
use StreamIpc\SymfonyIpcPeer;
use Symfony\Component\Process\Process;

require __DIR__ . '/../support/symfony.php';

pcntl_alarm(30);
$peer = new SymfonyIpcPeer();
$running = new Process(['sleep', '30']);
$running->start();
foreach ([new Process(['true'], '/no/such/folder'), $running] as $process) {
    try {
        $peer->createSymfonyProcessSession($process);
    } catch (Exception $e) {
        echo get_class($e), ': ', $e->getMessage(), "\n";
    }
}
$running->stop(0);
$peer->run();
// The words of the shell.
$session = $peer->createSymfonyProcessSession(Process::fromShellCommandline('no-such-command-here'));
$session->onMessage(function (LogMessage $message) { echo $message->message; });
$peer->run();
--EXPECTF--
Symfony\Component\Process\Exception\RuntimeException: The provided cwd "/no/such/folder" does not exist.
Symfony\Component\Process\Exception\LogicException: Input cannot be set while the process is running.
%sno-such-command-here%s
