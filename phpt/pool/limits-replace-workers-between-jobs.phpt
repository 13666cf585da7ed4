--TEST--
maxJobs, maxMemory and idleTimeout end workers between jobs, never in one; each job has its answer
--FILE--
<?php

use StreamIpc\PoolEvent;
use StreamIpc\WorkerPool;

require __DIR__ . '/../support/pool.php';

function listen(WorkerPool $pool, ?array &$events): void
{
    $events = [];
    $pool->onEvent(function (PoolEvent $event) use (&$events) {
        $events[] = $event->type . ($event->type === PoolEvent::RETIRED ? preg_replace('/^.*:/', ':', $event->text) : '');
    });
}

$pool = new WorkerPool(obeying(), 2, maxJobs: 7);
listen($pool, $events);
$workers = [];
foreach ($pool->map(array_fill(0, 100, job('return getmypid();'))) as $job) {
    $workers[] = $job->await()->message;
}
$each = array_count_values($workers);
var_dump(count($workers), max($each), count($each) >= 15);
$pool->drain(10);
print_r(array_count_values($events)['retired: it has done as many jobs as a worker may (maxJobs)'] >= 13 ? "retired\n" : $events);
var_dump($pool->getStats()['workers_lost'], $pool->getStats()['workers_terminated']);

$pool = new WorkerPool(obeying(), 1, maxMemory: 200 << 20);
listen($pool, $events);
$first = outcome($pool->submit(job('return getmypid();')));
var_dump(outcome($pool->submit(job('ini_set("memory_limit", -1); $GLOBALS["x"] = str_repeat("x", 400 << 20); usleep(60000); return getmypid();'))) === $first);
var_dump(outcome($pool->submit(job('return getmypid();'))) === $first);
pool_until($pool, fn () => $pool->getStats()['workers'] === 1);
echo implode(', ', $events), "\n";

$pool = new WorkerPool(obeying(), 2, idleTimeout: 0.2);
listen($pool, $events);
$jobs = [$pool->submit(job('usleep(500000); return "long";')), $pool->submit(job('return "short";'))];
echo outcome($jobs[1]), "\n";
pool_until($pool, fn () => $pool->getStats()['workers'] === 1);
echo outcome($jobs[0]), "\n";
$seconds = wall_seconds(fn () => pool_until($pool, fn () => $pool->getStats()['workers'] === 0));
var_dump($seconds > 0.15 && $seconds < 1 ?: $seconds);
echo outcome($pool->submit(job('return "again";'))), "\n", implode(', ', $events), "\n";
--EXPECT--
int(100)
int(7)
bool(true)
retired
int(0)
int(0)
bool(true)
bool(false)
started, retired: it has more memory than a worker may (maxMemory), ended, started
short
long
bool(true)
again
started, started, retired: it had nothing to do (idleTimeout), ended, retired: it had nothing to do (idleTimeout), ended, started
