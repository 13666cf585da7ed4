--TEST--
If a handler throws while nobody ticks, the loop's error handler gets the exception, and nothing is lost
--SKIPIF--
<?php require __DIR__ . '/../support/amp.php'; skip_without_amp(); ?>
--FILE--
<?php

use Revolt\EventLoop;
use StreamIpc\AmphpIpcPeer;
use StreamIpc\Message\LogMessage;

require __DIR__ . '/../support/amp.php';

pcntl_alarm(30);
$peer = new AmphpIpcPeer();
$session = start_amp_worker($peer, <<<'PHP'
    $peer = new NativeIpcPeer();
    $session = $peer->createStdioSession();
    $session->onMessage(function (LogMessage $message) use ($session) {
        for ($i = 0; $i < 30; $i++) {
            $session->notify(new LogMessage("$i"));
        }
    });
    $session->onRequest(fn (LogMessage $question) => $question);
    $peer->run();
    PHP);
$session->request(new LogMessage('ready?'), 20.0)->await();
$seen = [];
$session->onMessage(function (LogMessage $message) use (&$seen) {
    $seen[] = (int) $message->message;
    $message->message === '7' && throw new DomainException('seven');
});
EventLoop::setErrorHandler(function (Throwable $e) { echo get_class($e), ': ', $e->getMessage(), "\n"; });
$session->notify(new LogMessage('begin'));
$promise = $session->request(new LogMessage('end'), 20.0);
EventLoop::run();
var_dump($promise->isResolved(), $seen === range(0, 29));
--EXPECT--
DomainException: seven
bool(true)
bool(true)
