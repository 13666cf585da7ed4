--TEST--
A child that closes only its standard error still answers on its standard output
--FILE--
<?php

use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/processes.php';

pcntl_alarm(20);
$peer = new NativeIpcPeer();
$session = start_bare_worker($peer, <<<'PHP'
    $peer = new NativeIpcPeer();
    $session = $peer->createStdioSession();
    $session->onRequest(function (LogMessage $question) {
        is_resource(STDERR) && fclose(STDERR);
        return new LogMessage("reply to $question->message");
    });
    $peer->run();
    PHP);
$cpu = cpu_seconds();
for ($number = 1; $number <= 3; $number++) {
    echo $session->request(new LogMessage("question $number"))->await()->message, "\n";
    $peer->tick(0.1);
}
var_dump($session->isOpen(), cpu_seconds() - $cpu < 0.15);
--EXPECT--
reply to question 1
reply to question 2
reply to question 3
bool(true)
bool(true)
