--TEST--
A job whose time is up throws a TimeoutException at once; a worker that heeds the cancellation stays, one that does not is replaced after the grace
--FILE--
<?php

use StreamIpc\WorkerPool;

require __DIR__ . '/../support/pool.php';

$heeding = <<<'PHP'
    for ($i = 0; $i < 1000 && !$request->isCancelled(); $i++) usleep(1000);
    return 'stopped';
    PHP;
foreach (['heeds' => $heeding, 'sleeps' => 'sleep(60);'] as $name => $code) {
    $pool = new WorkerPool(obeying(), 1, timeout: 0.2, grace: 0.4);
    $pid = outcome($pool->submit(job('return getmypid();'), 10.0));
    $job = $pool->submit(job($code));
    $next = $pool->submit(job('return getmypid();'), 10.0);
    $seconds = wall_seconds(function () use ($job, $name) { echo "$name: ", outcome($job), "\n"; });
    var_dump($seconds >= 0.19 && $seconds < 0.39 ?: $seconds);
    $seconds += wall_seconds(function () use ($next, $pid) { echo outcome($next) === $pid ? "the same worker\n" : "another worker\n"; });
    var_dump($name === 'heeds' ? $seconds < 0.59 : $seconds > 0.59 && $seconds < 2);
    ['timed_out' => $late, 'workers_terminated' => $ended] = $pool->getStats();
    echo "$late timed out, $ended terminated\n";
}
// Its own timeout counts more than that of the pool, and a long queue does not count.
$pool = new WorkerPool(obeying(), 1, timeout: 0.3);
$jobs = array_map(fn () => $pool->submit(job('usleep(100000); return "in time";')), range(1, 6));
$jobs[] = $pool->submit(job('usleep(500000); return "in time";'), 5.0);
$jobs[] = $pool->submit(job('usleep(500000); return "in time";'), 0.1);
print_r(array_count_values(array_map(outcome(...), $jobs)));
--EXPECT--
heeds: StreamIpc\Transport\TimeoutException: The job (StreamIpc\Message\LogMessage) timed out after 0.2s on its worker, on process N
bool(true)
the same worker
bool(true)
1 timed out, 0 terminated
sleeps: StreamIpc\Transport\TimeoutException: The job (StreamIpc\Message\LogMessage) timed out after 0.2s on its worker, on process N
bool(true)
another worker
bool(true)
1 timed out, 1 terminated
Array
(
    [in time] => 7
    [StreamIpc\Transport\TimeoutException: The job (StreamIpc\Message\LogMessage) timed out after 0.1s on its worker, on process N] => 1
)
