--TEST--
A request that gets no reply times out, and the next one is answered
--SKIPIF--
<?php require __DIR__ . '/../support/amp.php'; skip_without_amp(); ?>
--FILE--
<?php

use StreamIpc\AmphpIpcPeer;
use StreamIpc\Message\LogMessage;
use StreamIpc\Transport\TimeoutException;

require __DIR__ . '/../support/amp.php';

pcntl_alarm(30);
$peer = new AmphpIpcPeer();
$session = start_amp_worker($peer, <<<'PHP'
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
