--TEST--
The event loop ends when no reply is pending, even if sessions are open
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
$session = start_amp_worker($peer, ANSWERING);
EventLoop::run();
echo "no request: the loop has ended\n";
$promise = $session->request(new LogMessage('olleh'), 10.0);
EventLoop::run();
var_dump($promise->isResolved());
echo "the reply is there: the loop has ended\n";
echo $promise->await()->message, "\n";
$promise = $session->request(new LogMessage('forgotten'), 10.0);
unset($promise);
EventLoop::run();
echo "the request is forgotten: the loop has ended\n";
--EXPECT--
no request: the loop has ended
bool(true)
the reply is there: the loop has ended
hello
the request is forgotten: the loop has ended
