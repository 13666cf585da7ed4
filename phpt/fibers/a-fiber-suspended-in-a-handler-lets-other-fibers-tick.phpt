--TEST--
A fiber that is suspended in a handler lets other fibers tick, send and suspend, and goes on in any order
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
    $session->onMessage(fn (LogMessage $message) => $session->notify(new LogMessage("echo of $message->message")));
    for ($number = 0; $number < 6; $number++) {
        $session->notify(new LogMessage("$number"));
    }
    $peer->run();
    PHP);
$began = $ended = [];
$session->onMessage(function (LogMessage $message) use ($session, &$began, &$ended) {
    $began[] = $message->message;
    if (Fiber::getCurrent()) {
        Fiber::suspend();
        $session->notify($message);
    }
    $ended[] = $message->message;
});
// Each takes one message and stays in its handler.
for ($i = 0; $i < 6; $i++) {
    $fibers[$i] = new Fiber(fn () => $peer->tick(5.0));
    $fibers[$i]->start();
}
foreach ([3, 0, 5, 1, 4, 2] as $i) {
    $fibers[$i]->resume();
    var_dump($fibers[$i]->isTerminated());
}
echo implode(' ', $began), "\n", implode(' ', $ended), "\n";
$began = [];
tick_until($peer, function () use (&$began) { return count($began) === 6; });
echo implode(', ', $began), "\n";
--EXPECT--
bool(true)
bool(true)
bool(true)
bool(true)
bool(true)
bool(true)
0 1 2 3 4 5
3 0 5 1 4 2
echo of 3, echo of 0, echo of 5, echo of 1, echo of 4, echo of 2
