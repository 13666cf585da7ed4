--TEST--
The timeout of a request passes while quick replies to others keep the peer from sleeping
--INI--
stream_ipc.busy_poll=1000000
--FILE--
<?php

use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;
use StreamIpc\Transport\TimeoutException;

require __DIR__ . '/../support/peers.php';

$peer = new NativeIpcPeer();
[$silent, $socket] = session_and_socket($peer);
$quick = start_worker($peer, <<<'PHP'
    $peer = new NativeIpcPeer();
    $peer->createStdioSession()->onRequest(fn (Message $request) => $request);
    $peer->run();
    PHP);
$late = $silent->request(new LogMessage('anybody?'), 0.1);
$limit = hrtime(true) + 10e9;
while (!$late->isResolved() && hrtime(true) < $limit) {
    $quick->request(new LogMessage('you?'))->await();
}
try {
    echo $late->isResolved() ? $late->await()->message : 'still waiting', "\n";
} catch (TimeoutException) {
    echo "timed out\n";
}
--EXPECT--
timed out
