--TEST--
A handler knows how long its asker still waits, less and less down to zero; null where the asker waits without a limit
--FILE--
<?php

use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/native.php';

$peer = new NativeIpcPeer();
$session = spawn_worker($peer, <<<'PHP'
    $peer = new NativeIpcPeer();
    $peer->createStdioSession()->onRequest(function (LogMessage $job, IpcSession $session, StreamIpc\IncomingRequest $request) {
        $first = $request->getRemainingTime();
        usleep(20_000);
        return new LogMessage(json_encode([$first, $request->getRemainingTime()]));
    });
    $peer->run();
    PHP);
get_acquainted($session);
[$first, $second] = json_decode($session->request(new LogMessage('limited'), 20.0)->await()->message);
var_dump($first > 19.0 && $first <= 20.0 ?: $first, $second < $first - 0.019 ?: $second);
echo $session->request(new LogMessage('unlimited'), INF)->await()->message, "\n";
// The request waits in the pipe until the first one has its reply, and longer than its asker does.
$slow = $session->request(new LogMessage('slow'), 20.0);
$late = $session->request(new LogMessage('late'), 0.01);
$late->onResolved(fn () => 0);
$slow->await();
echo thrown_by($late->await(...)), "\n";
--EXPECT--
bool(true)
bool(true)
[null,null]
StreamIpc\Transport\TimeoutException: IPC request timed out after Ns
