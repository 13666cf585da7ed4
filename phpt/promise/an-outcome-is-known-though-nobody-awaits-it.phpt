--TEST--
A request has its outcome even if nobody awaits it: at the end of the other side, at the deadline, with the reply
--FILE--
<?php

use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/peers.php';

pcntl_alarm(60);
$peer = new NativeIpcPeer();
[$deaf, $socket] = session_and_socket($peer);
[$one, $other] = session_pair($peer);
$other->onRequest(fn () => new LogMessage('reply'));

$late = $deaf->request(new LogMessage('?'), 0.1);
var_dump($late->isResolved());
// No message comes: the deadline wakes it.
var_dump(wall_seconds(fn () => $peer->tick(20)) < 10.0, $late->isResolved());

$answered = $one->request(new LogMessage('?'));
tick_until($peer, function () use ($peer, $answered) { $peer->tick(1); return $answered->isResolved(); });
echo $answered->await()->message, "\n";

$ended = $deaf->request(new LogMessage('?'));
fclose($socket);
$peer->tick(20);
var_dump($ended->isResolved());
foreach ([$late, $ended] as $promise) {
    $thrown = [];
    for ($n = 0; $n < 2; $n++) {
        try {
            $promise->await();
        } catch (Exception $e) {
            $thrown[] = $e;
        }
    }
    echo get_class($thrown[0]), "\n";
    var_dump($thrown[0] === $thrown[1], $promise->isResolved());
}
--EXPECT--
bool(false)
bool(true)
bool(true)
reply
bool(true)
StreamIpc\Transport\TimeoutException
bool(true)
bool(true)
StreamIpc\Transport\PeerClosedException
bool(true)
bool(true)
