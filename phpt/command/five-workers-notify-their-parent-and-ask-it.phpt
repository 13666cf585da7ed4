--TEST--
Five workers notify their parent and ask it, all at once
--FILE--
<?php

use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/peers.php';

$peer = new NativeIpcPeer();
$told = [];
for ($number = 1; $number <= 5; $number++) {
    $session = start_worker($peer, <<<PHP
        \$peer = new NativeIpcPeer();
        \$session = \$peer->createStdioSession();
        foreach (['a', 'b', 'c'] as \$letter) {
            \$session->notify(new LogMessage(\$letter));
        }
        \$answer = \$session->request(new LogMessage('worker $number'))->await();
        \$session->notify(new LogMessage(\$answer->message));
        PHP);
    $session->onMessage(function (LogMessage $message) use (&$told, $number) {
        $told[$number][] = $message->message;
    });
    $session->onRequest(fn (LogMessage $question) => new LogMessage("welcome, $question->message"));
}
$peer->run();

ksort($told);
foreach ($told as $number => $messages) {
    echo $number, ': ', implode(' ', $messages), "\n";
}
--EXPECT--
1: a b c welcome, worker 1
2: a b c welcome, worker 2
3: a b c welcome, worker 3
4: a b c welcome, worker 4
5: a b c welcome, worker 5
