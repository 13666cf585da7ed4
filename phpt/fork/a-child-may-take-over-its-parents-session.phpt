--TEST--
A process may fork and end, as daemons do: its child goes on with the session
--SKIPIF--
<?php if (!extension_loaded('pcntl') || !extension_loaded('posix')) die('skip pcntl and posix are needed'); ?>
--FILE--
<?php

use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/peers.php';
require __DIR__ . '/../support/forks.php';

$peer = new NativeIpcPeer();
[$socket, $process] = start_on_socket(<<<'PHP'
    $peer = new NativeIpcPeer();
    $session = $peer->createStdioSession();
    $session->onRequest(fn (LogMessage $question) => $question);
    $session->onMessage(function () use ($session) {
        pcntl_fork() === 0 ? $session->notify(new LogMessage('it is the child from now on')) : exit;
    });
    $peer->run();
    PHP);
$session = $peer->createStreamSession($socket, $socket);
$session->onMessage(function ($message) use (&$told) { echo $told = $message->message, "\n"; });
echo ask($session, 'parent', 50), "\n";
$session->notify(new StreamIpc\Message\LogMessage('fork'));
tick_until($peer, function () use (&$told) { return $told !== null; });
echo ask($session, 'child', 50), "\n";
--EXPECT--
50 replies to the parent
it is the child from now on
50 replies to the child
