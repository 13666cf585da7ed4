--TEST--
If a signal handler throws, await() throws the exception, and the same promise may be awaited again
--SKIPIF--
<?php if (!extension_loaded('pcntl') || !extension_loaded('posix')) die('skip pcntl and posix are needed'); ?>
--FILE--
<?php

use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/peers.php';
require __DIR__ . '/../support/thrown.php';

pcntl_async_signals(true);
pcntl_signal(SIGTERM, fn () => throw new DomainException('from the signal handler'));
$peer = new NativeIpcPeer();
$session = start_worker($peer, sprintf(<<<'PHP'
    $peer = new NativeIpcPeer();
    $session = $peer->createStdioSession();
    $session->onMessage(function () use (&$caught) { $caught = true; });
    $session->onRequest(function (LogMessage $question) use ($peer, &$caught) {
        posix_kill(%d, SIGTERM);
        while (!$caught) {
            $peer->tick(1);
        }
        return new LogMessage("reply to $question->message");
    });
    $peer->run();
    PHP, getmypid()));
$promise = null;
thrown(function () use ($session, &$promise) {
    $promise = $session->request(new LogMessage('the question'), 20);
    $promise->await();
});
var_dump($promise->isResolved());
$session->notify(new LogMessage('caught'));
echo $promise->await()->message, "\n";
--EXPECT--
DomainException: from the signal handler
bool(false)
reply to the question
