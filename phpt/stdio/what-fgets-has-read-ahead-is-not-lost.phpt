--TEST--
Bytes that fgets() has read ahead before the session was made are not lost
--FILE--
<?php

use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/peers.php';

$peer = new NativeIpcPeer();
[$socket, $process] = start_on_socket(<<<'PHP'
    $line = fgets(STDIN);
    $peer = new NativeIpcPeer();
    $session = $peer->createStdioSession();
    $session->onMessage(fn (LogMessage $message) => $session->notify(new LogMessage(trim($line) . ', then ' . $message->message)));
    $peer->run();
    PHP);
fwrite($socket, "a line\n" . frame(new LogMessage('a message')));

$session = $peer->createStreamSession($socket, $socket);
$answer = null;
$session->onMessage(function (LogMessage $message) use (&$answer) { $answer = $message->message; });
tick_until($peer, function () use (&$answer) { return $answer !== null; });
echo $answer, "\n";
--EXPECT--
a line, then a message
