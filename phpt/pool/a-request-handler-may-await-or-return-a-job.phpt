--TEST--
A request handler may return a Job, whose outcome is the answer, and a concurrent one may await it: nobody waits meanwhile; a fiber of the user's own may await, too
--FILE--
<?php

use StreamIpc\IncomingRequest;
use StreamIpc\NativeIpcPeer;
use StreamIpc\WorkerPool;
use StreamIpc\Message\ErrorMessageException;
use StreamIpc\Message\LogMessage;

require __DIR__ . '/../support/pool.php';

$peer = new NativeIpcPeer();
$pool = new WorkerPool(obeying(), 2, $peer, timeout: 0.5, grace: 0.1);
[$client, $server] = session_pair($peer);
$server->onRequest(function (LogMessage $question) use ($pool) {
    [$how, $code] = explode(':', $question->message, 2);

    return match ($how) {
        'return' => $pool->submit(job($code)),
        'resolved' => (function () use ($pool, $code) { $job = $pool->submit(job($code)); try { $job->await(); } catch (Exception) { } return $job; })(),
        'await' => new LogMessage('awaited ' . $pool->submit(job($code))->await()->message),
        default => null,
    };
}, concurrent: true);
$ask = fn (string $text) => $client->request(new LogMessage($text), 5.0);
$tell = function ($promise) {
    try {
        return $promise->await()->message;
    } catch (ErrorMessageException $e) {
        return preg_replace(['/process \d+/', '/\n?#.*/s'], ['process N', ''], $e->getMessage());
    }
};
$slow = [$ask('return:usleep(200000); return "slow";'), $ask('await:usleep(200000); return "slow";')];
$seconds = wall_seconds(function () use ($ask, $tell, $server) {
    echo $tell($ask('other:')), "\n";
});
var_dump($seconds < 0.1 ?: $seconds);
echo implode("\n", array_map($tell, $slow)), "\n";
foreach (['return', 'resolved', 'await'] as $how) {
    echo $how, ': ', $tell($ask("$how:return 'quick';")), "\n";
    echo $how, ': ', $tell($ask("$how:exit(3);")), "\n";
    echo $how, ': ', $tell($ask("$how:sleep(9);")), "\n";
}
// Many at once.
$promises = array_map(fn ($i) => $ask(($i % 2 ? 'await' : 'return') . ":return $i;"), range(1, 200));
var_dump(count(array_unique(array_map($tell, $promises))));
// A fiber of the user's own.
$fiber = new Fiber(function () use ($pool) { echo 'in a fiber: ', outcome($pool->submit(job('return 7;'))), "\n"; });
$fiber->start();
var_dump($fiber->isTerminated());
--EXPECTF--
Unhandled request: StreamIpc\Message\LogMessage
bool(true)
slow
awaited slow
return: quick
return: Error in dispatch
StreamIpc\WorkerLostException: The job (StreamIpc\Message\LogMessage) is lost: process N exited with code 3
return: Error in dispatch
StreamIpc\Transport\TimeoutException: The job (StreamIpc\Message\LogMessage) timed out after 0.5s on its worker, on process N
resolved: quick
resolved: Error in dispatch
StreamIpc\WorkerLostException: The job (StreamIpc\Message\LogMessage) is lost: process N exited with code 3
resolved: Error in dispatch
StreamIpc\Transport\TimeoutException: The job (StreamIpc\Message\LogMessage) timed out after 0.5s on its worker, on process N
await: awaited quick
await: Error in dispatch
StreamIpc\WorkerLostException: The job (StreamIpc\Message\LogMessage) is lost: process N exited with code 3
await: Error in dispatch
StreamIpc\Transport\TimeoutException: The job (StreamIpc\Message\LogMessage) timed out after 0.5s on its worker, on process N
int(200)
in a fiber: 7
bool(true)
