--TEST--
One socket may be both read and written
--FILE--
<?php

use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/peers.php';

[$socket, $process] = start_on_socket(<<<'PHP'
    $peer = new NativeIpcPeer();
    $peer->createStdioSession()->onRequest(fn (LogMessage $question) => new LogMessage("answer to $question->message"));
    $peer->run();
    PHP);
$peer = new NativeIpcPeer();
$session = $peer->createStreamSession($socket, $socket);
echo $session->request(new LogMessage('one'))->await()->message, "\n";
echo $session->request(new LogMessage('two'))->await()->message, "\n";
stream_socket_shutdown($socket, STREAM_SHUT_WR);
$peer->run();
echo "ended\n";
--EXPECT--
answer to one
answer to two
ended
