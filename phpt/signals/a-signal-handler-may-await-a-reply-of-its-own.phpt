--TEST--
A signal handler may await a reply while another reply is awaited
--SKIPIF--
<?php if (!extension_loaded('pcntl') || !extension_loaded('posix')) die('skip pcntl and posix are needed'); ?>
--FILE--
<?php

use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/peers.php';

$peer = new NativeIpcPeer();
// Answers its first question after its second.
$session = start_worker($peer, sprintf(<<<'PHP'
    $peer = new NativeIpcPeer();
    $session = $peer->createStdioSession();
    $session->onRequest(function (LogMessage $question) use ($peer, &$second) {
        if ($question->message === 'second') {
            $second = true;
            return new LogMessage('second reply');
        }
        posix_kill(%d, SIGTERM);
        while (!$second) {
            $peer->tick(1);
        }
        return new LogMessage('first reply');
    });
    $peer->run();
    PHP, getmypid()));
pcntl_async_signals(true);
pcntl_signal(SIGTERM, function () use ($session) {
    echo $session->request(new LogMessage('second'), 20)->await()->message, "\n";
});
$promise = $session->request(new LogMessage('first'), 20);
$seconds = wall_seconds(function () use ($promise) { echo $promise->await()->message, "\n"; });
var_dump($seconds < 10.0);
--EXPECT--
second reply
first reply
bool(true)
