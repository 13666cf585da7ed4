--TEST--
A request that gets no reply times out, and the next one is answered
--SKIPIF--
<?php require __DIR__ . '/../support/symfony.php'; skip_without_symfony(); ?>
--FILE--
<?php

use StreamIpc\Message\LogMessage;
use StreamIpc\SymfonyIpcPeer;
use StreamIpc\Transport\TimeoutException;

require __DIR__ . '/../support/symfony.php';

pcntl_alarm(30);
$peer = new SymfonyIpcPeer();
$session = start_symfony_worker($peer, <<<'PHP'
    $peer = new NativeIpcPeer();
    $session = $peer->createStdioSession();
    $session->onRequest(function (LogMessage $question) {
        $question->message === 'slow' && sleep(1);
        return $question;
    });
    $peer->run();
    PHP);
try {
    $session->request(new LogMessage('slow'), 0.2)->await();
} catch (TimeoutException $e) {
    echo $e->getMessage(), "\n";
}
echo $session->request(new LogMessage('quick'), 10.0)->await()->message, "\n";
--EXPECT--
IPC request timed out after 0.2s
quick
