--TEST--
A request whose time is up while it is written times out then, and its session is closed
--FILE--
<?php

use StreamIpc\IpcPeer;
use StreamIpc\Message\LogMessage;
use StreamIpc\Transport\TimeoutException;

require __DIR__ . '/../support/every-peer.php';

with_each_of_our_peers(function (IpcPeer $peer, callable $start) {
    $session = $start(<<<'PHP'
        (new NativeIpcPeer())->createStdioSession()->notify(new LogMessage((string) getmypid()));
        sleep(50);
        PHP);
    $session->onMessage(function (LogMessage $message) use (&$worker) { $worker = (int) $message->message; });
    tick_until($peer, function () use (&$worker) { return $worker !== null; });
    try {
        $session->request(new LogMessage(str_repeat('x', 8 << 20)), 0.3);
    } catch (TimeoutException $e) {
        echo $e->getMessage(), "\n";
    }
    var_dump($session->isOpen());
    posix_kill($worker, SIGKILL);
});
--EXPECT--
IPC request timed out after 0.3s
bool(false)
-- the same with each peer
