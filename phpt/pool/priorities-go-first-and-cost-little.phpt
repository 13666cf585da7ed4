--TEST--
Jobs of a higher priority go first, older ones first inside one priority; 10,000 queued jobs are submitted, cancelled and done in reasonable time
--FILE--
<?php

use StreamIpc\WorkerPool;

require __DIR__ . '/../support/pool.php';

$pool = new WorkerPool(obeying(), 1);
$block = $pool->submit(job('usleep(100000); return 1;'));
$order = [];
foreach ([0, 5, -3, 5, PHP_INT_MAX, 0, PHP_INT_MIN] as $i => $priority) {
    $pool->submit(job('return 1;'), priority: $priority)->onResolved(function () use ($i, &$order) { $order[] = $i; });
}
pool_until($pool, function () use (&$order) { return count($order) === 7; });
echo implode(' ', $order), "\n";

$pool = new WorkerPool(answering('$job'), 2, queueLimit: 20000);
$took = [];
foreach ([2500, 10000] as $count) {
    $start = hrtime(true);
    $jobs = [];
    for ($i = 0; $i < $count; $i++) {
        $jobs[] = $pool->submit(job("$i"), priority: $i % 7);
    }
    for ($i = 0; $i < $count; $i += 2) {
        $jobs[$i]->cancel();
    }
    $done = 0;
    foreach ($jobs as $i => $job) {
        $done += (int) (outcome($job) === "$i");
    }
    $took[$count] = hrtime(true) - $start;
    var_dump($done >= $count / 2 && $done < $count / 2 + 40 ?: $done);
}
var_dump($took[10000] / $took[2500] < 8 ?: $took);
--EXPECT--
4 1 3 0 5 2 6
bool(true)
bool(true)
bool(true)
