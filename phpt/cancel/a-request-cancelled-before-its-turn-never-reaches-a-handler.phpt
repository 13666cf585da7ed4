--TEST--
A request that is cancelled before its handler began never reaches the handler, and the one behind it does
--FILE--
<?php

use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/native.php';

$peer = new NativeIpcPeer();
$session = spawn_worker($peer, <<<'PHP'
    $peer = new NativeIpcPeer();
    $session = $peer->createStdioSession();
    $session->onRequest(function (LogMessage $job, IpcSession $session) {
        $session->notify(new LogMessage("began $job->message"));
        usleep((int) $job->level);
        return $job;
    });
    $peer->run();
    PHP);
get_acquainted($session);
// The worker may begin with the next one before we see its reply to the one before.
$session->onMessage(function (LogMessage $message) use (&$began) { $began[] = $message->message; });
$promises = array_map(
    fn (string $name) => $session->request(new LogMessage($name, '100000'), 20.0),
    ['first', 'second', 'third'],
);
$promises[1]->cancel();
echo $promises[0]->await()->message, " answered\n";
echo $promises[2]->await()->message, " answered\n";
echo thrown_by($promises[1]->await(...)), "\n";
echo implode(', ', $began), "\n";
--EXPECT--
first answered
third answered
StreamIpc\Transport\CancelledException: Request N was cancelled on this side
began first, began third
