--TEST--
A generator that is dropped in the middle of an await() drops its session
--FILE--
<?php

use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/peers.php';

[$ours, $theirs] = stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_STREAM, 0);
$generator = (function () use ($ours) {
    $peer = new NativeIpcPeer();
    $session = $peer->createStreamSession($ours, $ours);
    $session->onMessage(function (LogMessage $message) use ($session) {
        throw new RuntimeException("$message->message, open: " . json_encode($session->isOpen()));
    });
    yield WeakReference::create($session);
    yield $session->request(new LogMessage('question'), 20)->await();
})();
$session = $generator->current();
unset($ours);
fwrite($theirs, frame(new LogMessage('thrown out of the generator')));
try {
    $generator->next();
} catch (RuntimeException $e) {
    echo $e->getMessage(), "\n";
}
unset($generator, $e);
gc_collect_cycles();
var_dump($session->get(), count(received($theirs)), feof($theirs));
--EXPECT--
thrown out of the generator, open: true
NULL
int(1)
bool(true)
