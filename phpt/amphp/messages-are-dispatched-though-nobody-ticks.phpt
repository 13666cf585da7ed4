--TEST--
Messages are dispatched whenever the event loop runs, also when nobody calls tick()
--SKIPIF--
<?php require __DIR__ . '/../support/amp.php'; skip_without_amp(); ?>
--FILE--
<?php

use Revolt\EventLoop;
use StreamIpc\AmphpIpcPeer;
use StreamIpc\Message\LogMessage;

require __DIR__ . '/../support/amp.php';

pcntl_alarm(20);
$peer = new AmphpIpcPeer();
$session = start_amp_worker($peer, '(new NativeIpcPeer())->createStdioSession()->notify(new LogMessage("hello"));');
$session->onMessage(function (LogMessage $message) { echo "$message->message\n"; });
$session->onClose(function () use (&$timer) {
    echo "closed\n";
    EventLoop::cancel($timer);
});
$timer = EventLoop::delay(15, function () { echo "too late\n"; });
EventLoop::run();
--EXPECT--
hello
closed
