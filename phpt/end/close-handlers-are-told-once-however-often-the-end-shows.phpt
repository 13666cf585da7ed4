--TEST--
Close handlers run once, however often the end of the other side shows
--FILE--
<?php

use StreamIpc\IpcSession;
use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;
use StreamIpc\Transport\PeerClosedException;
use StreamIpc\Transport\StreamClosedException;

require __DIR__ . '/../support/processes.php';

pcntl_alarm(20);
$peer = new NativeIpcPeer();
$session = start_bare_worker($peer, <<<'PHP'
    $peer = new NativeIpcPeer();
    $peer->createStdioSession()->onRequest(fn () => posix_kill(getmypid(), SIGKILL));
    $peer->run();
    PHP);
$told = 0;
$session->onClose(function (IpcSession $session) use ($peer, &$told) {
    $told++;
    // The handler sees to its end once more.
    $peer->tick(0);
    $session->close();
});
$one = $session->request(new LogMessage('die'), 60.0);
// Sent before the end of the other side can be seen, or refused.
try {
    $two = $session->request(new LogMessage('too late'), 60.0);
} catch (StreamClosedException) {
    $two = $one;
}
foreach ([$one, $two, $one] as $promise) {
    try {
        $promise->await();
    } catch (PeerClosedException $e) {
        echo get_class($e), "\n";
    }
}
// A process that ends closes its outputs a moment before its input.
do {
    try {
        $session->notify(new LogMessage('hello?'));
        usleep(100);
    } catch (StreamClosedException $e) {
        echo get_class($e), "\n";
    }
} while (!$e instanceof StreamClosedException);
$peer->tick(0.02);
$session->triggerException($e);
$session->close();
$peer->removeSession($session);
$peer->run();
var_dump($told);
--EXPECT--
StreamIpc\Transport\PeerClosedException
StreamIpc\Transport\PeerClosedException
StreamIpc\Transport\PeerClosedException
StreamIpc\Transport\StreamClosedException
int(1)
