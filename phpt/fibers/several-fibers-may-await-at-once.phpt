--TEST--
Several fibers may be in the middle of await() at once; each gets its own reply, whoever ticked when it came
--FILE--
<?php

use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/peers.php';

pcntl_alarm(20);
$peer = new NativeIpcPeer();
$session = start_worker($peer, <<<'PHP'
    $peer = new NativeIpcPeer();
    $session = $peer->createStdioSession();
    $session->onRequest(function (LogMessage $question) use ($session) {
        $session->notify(new LogMessage("looking for $question->message"));
        return new LogMessage("reply to $question->message");
    });
    $peer->run();
    PHP);
// Whoever dispatches a notice is suspended in the middle of its await().
$session->onMessage(function () { Fiber::getCurrent() && Fiber::suspend(); });
for ($number = 0; $number < 5; $number++) {
    $fibers[] = new Fiber(fn () => $session->request(new LogMessage("$number"), 5.0)->await()->message);
}
foreach ($fibers as $fiber) {
    $fiber->start();
}
while ($waiting = array_filter($fibers, fn (Fiber $fiber) => !$fiber->isTerminated())) {
    // The last one first.
    end($waiting)->resume();
}
echo implode(', ', array_map(fn (Fiber $fiber) => $fiber->getReturn(), $fibers)), "\n";
--EXPECT--
reply to 0, reply to 1, reply to 2, reply to 3, reply to 4
