--TEST--
A worker that is still busy with a cancelled request after the grace is terminated; one that has stopped lives on
--FILE--
<?php

use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/native.php';

$peer = new NativeIpcPeer();
[$deaf, $good] = [spawn_worker($peer, <<<'PHP'
    $peer = new NativeIpcPeer();
    $peer->createStdioSession()->onRequest(function (LogMessage $job) {
        usleep(1000 * (int) $job->message);
        return $job;
    });
    $peer->run();
    PHP), spawn_worker($peer, LOOKING_WORKER)];
get_acquainted($deaf);
get_acquainted($good);
$promises = array_map(fn ($session) => $session->request(new LogMessage('50000'), 60.0), [$deaf, $good]);
$peer->tickFor(0.05);
$cancelled = hrtime(true);
array_map(fn ($promise) => $promise->cancel(grace: 0.3), $promises);
array_map(function ($promise) { echo thrown_by($promise->await(...)), "\n"; }, $promises);
tick_until($peer, fn () => !$deaf->isRunning());
$seconds = (hrtime(true) - $cancelled) / 1e9;
var_dump($seconds >= 0.3 && $seconds < 2.0 ?: $seconds, $deaf->getTermSignal() === SIGTERM);
$peer->tickFor(0.2);
echo $good->request(new LogMessage('10'), 20.0)->await()->message, "\n";
--EXPECT--
StreamIpc\Transport\CancelledException: Request N was cancelled on this side
StreamIpc\Transport\CancelledException: Request N was cancelled on this side
bool(true)
bool(true)
done
