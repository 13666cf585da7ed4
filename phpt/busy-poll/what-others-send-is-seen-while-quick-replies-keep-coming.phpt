--TEST--
What other sessions and a worker's standard error send is seen while quick replies keep the peer from sleeping
--INI--
stream_ipc.busy_poll=1000000
--FILE--
<?php

use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/peers.php';

$peer = new NativeIpcPeer();
[$other, $socket] = session_and_socket($peer);
$quick = start_worker($peer, <<<'PHP'
    $peer = new NativeIpcPeer();
    $peer->createStdioSession()->onRequest(function (Message $request) {
        static $count = 0;
        ++$count === 100 && fwrite(STDERR, "a hundred\n");
        return $request;
    });
    $peer->run();
    PHP);
$seen = [];
$quick->onMessage(function (LogMessage $message) use (&$seen) { $seen['standard error'] = trim($message->message); });
$other->onMessage(function (LogMessage $message) use (&$seen) { $seen['other session'] = $message->message; });
$limit = hrtime(true) + 10e9;
for ($i = 0; count($seen) < 2 && hrtime(true) < $limit; $i++) {
    $quick->request(new LogMessage('?'))->await();
    $i === 200 && fwrite($socket, frame(new LogMessage('me too')));
}
ksort($seen);
print_r($seen);
--EXPECT--
Array
(
    [other session] => me too
    [standard error] => a hundred
)
