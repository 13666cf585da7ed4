--TEST--
A new session over a transport whose streams have ended ends at once, too
--FILE--
<?php

use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;
use StreamIpc\Transport\PeerClosedException;

require __DIR__ . '/../support/processes.php';

pcntl_alarm(20);
$peer = new NativeIpcPeer();
$first = start_bare_worker($peer, 'fclose(STDOUT); fclose(STDERR); fgets(STDIN);');
$peer->run();
$peer->removeSession($first);
$second = $peer->createSessionFromTransport($first->getTransport());
$second->onClose(function () { echo "ended\n"; });
// Its input is open still, so a request can be sent; nobody can answer.
$promise = $second->request(new LogMessage('question'), 5.0);
try {
    $promise->await();
} catch (Exception $e) {
    echo get_class($e), "\n";
}
var_dump($second->isOpen());
--EXPECT--
ended
StreamIpc\Transport\PeerClosedException
bool(false)
