--TEST--
A request is answered; notifications and what the child prints arrive in their order
--SKIPIF--
<?php require __DIR__ . '/../support/amp.php'; skip_without_amp(); ?>
--FILE--
<?php

use StreamIpc\AmphpIpcPeer;
use StreamIpc\Message\LogMessage;

require __DIR__ . '/../support/amp.php';

pcntl_alarm(20);
$peer = new AmphpIpcPeer();
$session = start_amp_worker($peer, <<<'PHP'
    $peer = new NativeIpcPeer();
    $session = $peer->createStdioSession();
    $session->onRequest(function (LogMessage $question) use ($session) {
        $session->notify(new LogMessage('first'));
        echo 'printed';
        $session->notify(new LogMessage('second'));
        return new LogMessage("answer to $question->message");
    });
    $peer->run();
    PHP);
$session->onMessage(function (LogMessage $message) { echo "$message->level: $message->message\n"; });
echo $session->request(new LogMessage('question'), 10.0)->await()->message, "\n";
var_dump($session->isOpen());
--EXPECT--
info: first
junk: printed
info: second
answer to question
bool(true)
