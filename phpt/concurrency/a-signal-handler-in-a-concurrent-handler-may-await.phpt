--TEST--
A signal handler that runs in a concurrent handler may await, though the engine lets it suspend no fiber
--EXTENSIONS--
pcntl
posix
--FILE--
<?php

use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/peers.php';

pcntl_async_signals(true);
$peer = new NativeIpcPeer();
[$client, $server] = session_pair($peer);
$client->onRequest(fn (LogMessage $question) => $question);
pcntl_signal(SIGUSR1, function () use ($server) {
    echo $server->request(new LogMessage('in the signal handler'), 5.0)->await()->message, "\n";
});
$server->onRequest(function (LogMessage $question) {
    posix_kill(getmypid(), SIGUSR1);
    return $question;
}, true);
echo $client->request(new LogMessage('hello'), 5.0)->await()->message, "\n";
--EXPECT--
in the signal handler
hello
