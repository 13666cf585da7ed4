--TEST--
Callbacks may submit, cancel and await jobs of the same pool and of another one on the same peer; jobs that submit jobs come to an end
--FILE--
<?php

use StreamIpc\NativeIpcPeer;
use StreamIpc\WorkerPool;

require __DIR__ . '/../support/pool.php';

$peer = new NativeIpcPeer();
$pool = new WorkerPool(answering('$job'), 2, $peer);
$other = new WorkerPool(obeying(), 1, $peer, queueLimit: 1);
$done = 0;
$next = function ($job) use (&$next, &$done, $pool) {
    $number = (int) $job->await()->message;
    $done++;
    $number > 0 && $pool->submit(job((string) ($number - 1)))->onResolved($next);
};
for ($i = 0; $i < 10; $i++) {
    $pool->submit(job('100'))->onResolved($next);
}
pool_until($pool, function () use (&$done) { return $done === 1010; });
// await() in a callback, of both pools, more than the queue takes.
$texts = [];
for ($i = 0; $i < 20; $i++) {
    $pool->submit(job("outer $i"))->onResolved(function ($job) use ($pool, $other, &$texts, $i) {
        $inner = $other->submit(job("return 'inner $i';"));
        $texts[] = $pool->submit(job("more $i"))->await()->message . ', ' . $inner->await()->message;
    });
}
tick_until($peer, function () use (&$texts) { return count($texts) === 20; });
sort($texts, SORT_NATURAL);
echo $texts[0], ' to ', end($texts), "\n";
// A callback cancels all others, and itself.
$jobs = [];
for ($i = 0; $i < 20; $i++) {
    $jobs[$i] = $other->submit(job("usleep(1000); return $i;"));
    $jobs[$i]->onResolved(function () use (&$jobs) { array_map(fn ($job) => $job->cancel(), $jobs); });
    count($jobs) === 1 && $jobs[0]->isResolved();
}
$kinds = array_count_values(array_map(fn ($job) => preg_replace(['/:.*/', '/^\d+$/'], ['', 'done'], outcome($job)), $jobs));
var_dump(array_sum($kinds));
foreach ([$pool, $other] as $each) {
    $each->drain(10);
}
echo json_encode(children_left()), "\n";
--EXPECT--
more 0, inner 0 to more 19, inner 19
int(20)
[]
