--TEST--
drain() finishes all jobs, or throws after its timeout and goes on; stop() cancels running jobs and returns those that never started; both end the workers and take no more jobs
--FILE--
<?php

use StreamIpc\Transport\TimeoutException;
use StreamIpc\WorkerPool;

require __DIR__ . '/../support/pool.php';

function refuse(WorkerPool $pool): void
{
    try {
        $pool->submit(job('return 1;'));
    } catch (LogicException $e) {
        echo get_class($e), ': ', $e->getMessage(), "\n";
    }
}

$pool = new WorkerPool(obeying(), 2);
$jobs = array_map(fn ($i) => $pool->submit(job("usleep(50000); return $i;")), range(1, 10));
try {
    $pool->drain(0.1);
} catch (TimeoutException $e) {
    echo preg_replace('/\d+/', 'N', $e->getMessage()), "\n";
}
try {
    $pool->drain(0.0);
} catch (TimeoutException) {
    echo "only looked\n";
}
refuse($pool);
$pool->drain();
var_dump(count(array_filter($jobs, fn ($job) => $job->isResolved())), $pool->getStats()['workers'], children_left());
$pool->drain();
var_dump($pool->stop());
refuse($pool);

foreach ([null, 0.1, 0.0] as $grace) {
    $pool = new WorkerPool(obeying(), 1, grace: 0.2);
    outcome($pool->submit(job('return 1;')));
    $jobs = array_map(fn ($i) => $pool->submit(job("sleep(30); return $i;")), range(1, 4));
    $pool->getPeer()->tickFor(0.05);
    $seconds = wall_seconds(function () use ($pool, $grace, &$never) { $never = $pool->stop($grace); });
    var_dump($seconds >= ($grace ?? 0.2) - 0.02 && $seconds < 1.0 ?: $seconds, $never === array_slice($jobs, 1));
    echo implode("\n", array_unique(array_map(outcome(...), $jobs))), "\n";
    var_dump(children_left(), $pool->stop());
}
// Inside a callback, and nothing but idle workers.
$pool = new WorkerPool(obeying(), 2, grace: 0.5);
$never = null;
$pool->submit(job('return 1;'))->onResolved(function () use ($pool, &$never) { $never = $pool->stop(); });
$others = array_map(fn () => $pool->submit(job('sleep(30);')), range(1, 5));
$seconds = wall_seconds(function () use ($pool, &$never) {
    pool_until($pool, function () use (&$never) { return $never !== null; });
});
var_dump(count($never) >= 3, $seconds < 3, children_left());
$pool = new WorkerPool(obeying(), 2);
outcome($pool->submit(job('return 1;')));
var_dump(wall_seconds($pool->stop(...)) < 1);
var_dump((new WorkerPool(obeying()))->stop());
--EXPECT--
The pool is not done: N jobs wait, N are with workers, and N workers are there; drain() goes on, stop() ends it
only looked
LogicException: The pool takes no more jobs: drain() or stop() was called
int(10)
int(0)
array(0) {
}
array(0) {
}
LogicException: The pool takes no more jobs: drain() or stop() was called
bool(true)
bool(true)
StreamIpc\Transport\CancelledException: The job (StreamIpc\Message\LogMessage) was cancelled
StreamIpc\WorkerPoolException: The pool was stopped before the job was started
array(0) {
}
array(0) {
}
bool(true)
bool(true)
StreamIpc\Transport\CancelledException: The job (StreamIpc\Message\LogMessage) was cancelled
StreamIpc\WorkerPoolException: The pool was stopped before the job was started
array(0) {
}
array(0) {
}
bool(true)
bool(true)
StreamIpc\Transport\CancelledException: The job (StreamIpc\Message\LogMessage) was cancelled
StreamIpc\WorkerPoolException: The pool was stopped before the job was started
array(0) {
}
array(0) {
}
bool(true)
bool(true)
array(0) {
}
bool(true)
array(0) {
}
