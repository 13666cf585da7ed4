--TEST--
A pool whose program does not exist fails all waiting jobs within a few seconds, with the reason; later jobs are tried again
--FILE--
<?php

use StreamIpc\PoolEvent;
use StreamIpc\WorkerPool;
use StreamIpc\WorkerPoolException;

require __DIR__ . '/../support/pool.php';

$commands = ['spawned' => ['/no/such/program', 'x'], 'by a shell' => fn ($peer) => $peer->createCommandSession('/no/such/program', getenv())];
foreach ($commands as $how => $worker) {
    $pool = new WorkerPool($worker, 2);
    $events = [];
    // A shell that has ended when its first job is sent "retires", too.
    $pool->onEvent(function (PoolEvent $event) use (&$events) { $event->type === PoolEvent::RETIRED || $events[] = $event->type; });
    $jobs = array_map(fn ($i) => $pool->submit(job("$i")), range(1, 50));
    $seconds = wall_seconds(function () use ($jobs, &$outcomes) { $outcomes = array_count_values(array_map(outcome(...), $jobs)); });
    var_dump($seconds > 1.4 && $seconds < 5 ?: $seconds);
    foreach ($outcomes as $outcome => $count) {
        echo "$count: $outcome\n";
    }
    try {
        $jobs[0]->await();
    } catch (WorkerPoolException $e) {
        echo get_class($e->getPrevious()), "\n";
    }
    ['failed' => $failed, 'waiting' => $waiting] = $pool->getStats();
    echo "$failed failed, $waiting wait\n", implode(', ', array_unique($events)), "\n";
    $job = $pool->submit(job('once more'));
    $pool->getPeer()->tick(0.01);
    var_dump($job->isResolved());
    $job->cancel();
}
--EXPECTF--
bool(true)
50: StreamIpc\WorkerPoolException: No worker can be started: every slot of the pool has failed five times in a row. The last time: %sNo such file or directory%S
RuntimeException
50 failed, 0 wait
braked, broken
bool(false)
bool(true)
50: StreamIpc\WorkerPoolException: No worker can be started: every slot of the pool has failed five times in a row. The last time: A worker ended at once: process N exited with code 127; check the path, as seen from its working directory; its last words: %snot found
StreamIpc\WorkerLostException
50 failed, 0 wait
started, lost, braked, broken
bool(false)
