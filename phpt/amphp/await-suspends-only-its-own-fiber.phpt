--TEST--
While one fiber awaits a reply, others run, tick and await theirs
--SKIPIF--
<?php require __DIR__ . '/../support/amp.php'; skip_without_amp(); ?>
--FILE--
<?php

use Revolt\EventLoop;
use StreamIpc\AmphpIpcPeer;
use StreamIpc\Message\LogMessage;
use function Amp\Future\await;
use function Amp\async;

require __DIR__ . '/../support/amp.php';

pcntl_alarm(20);
$peer = new AmphpIpcPeer();
$code = <<<'PHP'
    $peer = new NativeIpcPeer();
    $session = $peer->createStdioSession();
    $session->onRequest(function (LogMessage $delay) { usleep((int) $delay->message * 1000); return $delay; });
    $peer->run();
    PHP;
$ticks = 0;
$timer = EventLoop::repeat(0.02, function () use (&$ticks) { $ticks++; });
foreach (['900', '500', '100'] as $delay) {
    $session = start_amp_worker($peer, $code);
    $session->request(new LogMessage('0'), 10.0)->await();
    $futures[] = async(function () use ($session, $delay) {
        echo $session->request(new LogMessage($delay), 10.0)->await()->message, "\n";
    });
}
$futures[] = async(function () use ($peer, &$ticked) {
    $peer->tick(5.0);
    $ticked = true;
});
await($futures);
EventLoop::cancel($timer);
var_dump($ticks >= 10, $ticked);
--EXPECT--
100
500
900
bool(true)
bool(true)
