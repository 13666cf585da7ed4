--TEST--
A handler may await replies of its own, on its own session too, while messages go on
--SKIPIF--
<?php require __DIR__ . '/../support/amp.php'; skip_without_amp(); ?>
--FILE--
<?php

use StreamIpc\AmphpIpcPeer;
use StreamIpc\Message\LogMessage;

require __DIR__ . '/../support/amp.php';

pcntl_alarm(30);
$peer = new AmphpIpcPeer();
$session = start_amp_worker($peer, <<<'PHP'
    $peer = new NativeIpcPeer();
    $session = $peer->createStdioSession();
    $session->onRequest(fn (LogMessage $question) => new LogMessage("$question->message!"));
    $session->notify(new LogMessage('ask me'));
    echo $session->request(new LogMessage('what?'), 20.0)->await()->message;
    $peer->run();
    PHP);
$session->onMessage(function (LogMessage $message) use ($session) {
    if ($message->message === 'ask me') {
        echo $session->request(new LogMessage('hello'), 20.0)->await()->message, "\n";
    } else {
        echo "$message->level: $message->message\n";
        $session->close();
    }
});
$session->onRequest(fn (LogMessage $question) => $session->request(new LogMessage($question->message), 20.0)->await());
$peer->run();
--EXPECT--
hello!
junk: what?!
