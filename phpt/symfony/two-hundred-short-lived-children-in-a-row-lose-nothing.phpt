--TEST--
Of 200 children that answer and end at once, none loses a message
--SKIPIF--
<?php require __DIR__ . '/../support/symfony.php'; skip_without_symfony(); ?>
--FILE--
<?php

use StreamIpc\Message\LogMessage;
use StreamIpc\SymfonyIpcPeer;
use Symfony\Component\Process\Process;

require __DIR__ . '/../support/symfony.php';

pcntl_alarm(100);
$peer = new SymfonyIpcPeer();
$frame = preg_replace_callback('/./s', fn ($byte) => sprintf('\\%03o', ord($byte[0])), frame(new LogMessage('last words')));
$seen = $ended = 0;
for ($i = 0; $i < 200; $i++) {
    // No PHP on the other side: a shell prints the frame and is gone.
    $process = Process::fromShellCommandline("printf '$frame'");
    $session = $peer->createSymfonyProcessSession($process);
    $session->onMessage(function (LogMessage $message) use (&$seen) { $seen += $message->message === 'last words' ? 1 : 1000; });
    $session->onClose(function () use (&$ended) { $ended++; });
    while ($session->isOpen()) {
        $peer->tick(5.0);
    }
    $session->close();
}
var_dump($seen, $ended);
--EXPECT--
int(200)
int(200)
