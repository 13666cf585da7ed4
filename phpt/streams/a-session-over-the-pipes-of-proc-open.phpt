--TEST--
A session may be made of the pipes of proc_open(), standard error among them
--FILE--
<?php

use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/peers.php';

$process = proc_open(worker_command(<<<'PHP'
    fwrite(STDERR, 'a complaint');
    $peer = new NativeIpcPeer();
    $peer->createStdioSession()->onRequest(fn (LogMessage $question) => new LogMessage(strrev($question->message)));
    $peer->run();
    PHP), [['pipe', 'r'], ['pipe', 'w'], ['pipe', 'w']], $pipes);
$peer = new NativeIpcPeer();
$session = $peer->createStreamSession($pipes[0], $pipes[1], $pipes[2]);
$complaint = '';
$session->onMessage(function (LogMessage $message) use (&$complaint) { $complaint .= $message->message; });
$text = random_bytes(3 << 20);
var_dump($session->request(new LogMessage($text), 20)->await()->message === strrev($text));
tick_until($peer, function () use (&$complaint) { return $complaint === 'a complaint'; });
fclose($pipes[0]);
tick_until($peer, fn () => !$session->isOpen());
var_dump(proc_close($process));
--EXPECT--
bool(true)
int(0)
