--TEST--
With Symfony's and Amp's peers a worker that says hello is cancelled, tells its progress and knows the time as well
--FILE--
<?php

use StreamIpc\IpcPeer;
use StreamIpc\Message\LogMessage;

require __DIR__ . '/../support/every-peer.php';
require __DIR__ . '/../support/native.php';

with_each_of_our_peers(function (IpcPeer $peer, callable $start) {
    $session = $start(str_replace('createStdioSession();', 'createStdioSession(); $session->sayHello();', LOOKING_WORKER));
    get_acquainted($session);
    var_dump($session->isNative());
    $stopped = false;
    $session->onMessage(function (LogMessage $message) use (&$stopped) { $stopped = $message->level === 'stopped'; });
    $promise = $session->request(new LogMessage('20000'), 30.0);
    $promise->onMessage(function (LogMessage $message) use ($promise) {
        echo $message->message, "\n";
        $message->message === 'step 2' && $promise->cancel();
    });
    echo thrown_by($promise->await(...)), "\n";
    tick_until($peer, function () use (&$stopped) { return $stopped; });
    echo thrown_by($session->request(new LogMessage('20000'), 0.1)->await(...)), "\n";
    echo $session->request(new LogMessage('10'), 20.0)->await()->message, "\n";
});
--EXPECT--
bool(true)
step 1
step 2
StreamIpc\Transport\CancelledException: Request N was cancelled on this side
StreamIpc\Transport\TimeoutException: IPC request timed out after Ns
done
-- the same with each peer
