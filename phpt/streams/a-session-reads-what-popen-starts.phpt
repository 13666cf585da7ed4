--TEST--
A session may read what popen() starts, and another may write to it
--FILE--
<?php

use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/peers.php';

$peer = new NativeIpcPeer();
// Each has one direction only; the other is a stream nothing is written to, or nothing comes from.
[$idle, $open] = stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_STREAM, 0);
$reading = popen(worker_command(<<<'PHP'
    $peer = new NativeIpcPeer();
    $session = $peer->createStdioSession();
    for ($i = 0; $i < 100; $i++) {
        $session->notify(new LogMessage(str_repeat('x', 10_000)));
    }
    PHP), 'r');
$session = $peer->createStreamSession($idle, $reading);
$session->onMessage(function (LogMessage $message) use (&$bytes) { $bytes += strlen($message->message); });
tick_until($peer, fn () => !$session->isOpen());
var_dump($bytes, pclose($reading));

$writing = popen(worker_command(<<<'PHP'
    $peer = new NativeIpcPeer();
    $session = $peer->createStdioSession();
    $session->onMessage(function (LogMessage $message) use (&$bytes) { $bytes += strlen($message->message); });
    $peer->run();
    exit($bytes === 1_000_000 ? 7 : 1);
    PHP), 'w');
$session = $peer->createStreamSession($writing, $idle);
for ($i = 0; $i < 100; $i++) {
    $session->notify(new LogMessage(str_repeat('x', 10_000)));
}
var_dump(pclose($writing));
--EXPECT--
int(1000000)
int(0)
int(7)
