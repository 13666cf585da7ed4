--TEST--
Fibers in the middle of await() all learn that the other side has died, whoever ticked when it did
--FILE--
<?php

use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;
use StreamIpc\Transport\PeerClosedException;

require __DIR__ . '/../support/peers.php';

pcntl_alarm(20);
$peer = new NativeIpcPeer();
$session = start_worker($peer, <<<'PHP'
    $peer = new NativeIpcPeer();
    $session = $peer->createStdioSession();
    $session->onRequest(function (LogMessage $question) use ($peer, $session) {
        $session->notify(new LogMessage('no answer'));
        // The requests behind this one are handled inside of it.
        $question->message === 'last' ? exit : $peer->run();
    });
    $peer->run();
    PHP);
// Whoever dispatches a notice is suspended in the middle of its await().
$session->onMessage(function () { Fiber::getCurrent() && Fiber::suspend(); });
$ask = fn (string $question) => new Fiber(function () use ($session, $question) {
    try {
        $session->request(new LogMessage($question), 60.0)->await();
    } catch (PeerClosedException $e) {
        echo "$question: ", get_class($e), "\n";
    }
});
$fibers = array_map($ask, ['first', 'second', 'last']);
foreach ($fibers as $fiber) {
    $fiber->start();
}
$peer->run();
foreach ($fibers as $fiber) {
    $fiber->resume();
}
--EXPECT--
first: StreamIpc\Transport\PeerClosedException
second: StreamIpc\Transport\PeerClosedException
last: StreamIpc\Transport\PeerClosedException
