--TEST--
submit() waits for room in a full queue and dispatches meanwhile; past the job's timeout it throws a QueueFullException, and the job is none
--FILE--
<?php

use StreamIpc\QueueFullException;
use StreamIpc\Transport\TimeoutException;
use StreamIpc\WorkerPool;

require __DIR__ . '/../support/pool.php';

$pool = new WorkerPool(obeying(), 1, queueLimit: 2);
$outcomes = [];
for ($i = 0; $i < 10; $i++) {
    $jobs[] = $job = $pool->submit(job("usleep(20000); return $i;"));
    $job->onResolved(function ($job) use (&$outcomes) { $outcomes[] = outcome($job); });
    $pool->getStats()['waiting'] <= 2 or print("too many\n");
}
var_dump(count($outcomes) >= 6 ?: count($outcomes));
array_map(outcome(...), $jobs);
foreach (['usleep(500000); return "long";', 'return 1;', 'return 1;'] as $code) {
    $pool->submit(job($code));
}
$seconds = wall_seconds(function () use ($pool) {
    try {
        $pool->submit(job('return 1;'), 0.2);
    } catch (QueueFullException $e) {
        echo $e->getMessage(), "\n";
        var_dump($e instanceof TimeoutException);
    }
});
var_dump($seconds > 0.15 && $seconds < 1.0 ?: $seconds);
$pool->drain(10);
echo implode(' ', $outcomes), ', ', $pool->getStats()['submitted'], " submitted\n";
--EXPECT--
bool(true)
2 jobs wait for a worker already, as many as may (queueLimit), and none was taken within 0.2s: raise the limit or the size of the pool, or submit less
bool(true)
bool(true)
0 1 2 3 4 5 6 7 8 9, 13 submitted
