--TEST--
Pools whose closures and handlers capture them, jobs and iterators in the middle, are collected with their workers; a peer keeps nothing of pools that are gone
--FILE--
<?php

use StreamIpc\NativeIpcPeer;
use StreamIpc\WorkerPool;

require __DIR__ . '/../support/memory.php';
require __DIR__ . '/../support/pool.php';

$peer = new NativeIpcPeer();
$weak = [];
for ($i = 0; $i < 3; $i++) {
    $pool = new WorkerPool(function ($peer) use (&$pool) { return $peer->spawn(obeying()); }, 1, $peer);
    $pool->onEvent(fn () => $pool);
    $job = $pool->submit(job('return 1;'));
    $job->onResolved(fn ($job) => $pool);
    $job->onMessage(fn () => $job);
    outcome($job);
    foreach ($iterator = $pool->map((function () use ($pool, &$iterator) { while (true) yield job('return 1;'); })()) as $each) {
        break;
    }
    $weak[] = array_map(WeakReference::create(...), [$pool, $job, $iterator]);
    $pool->stop();
    unset($pool, $job, $iterator, $each);
}
gc_collect_cycles();
var_dump(array_filter(array_map(fn ($weak) => $weak->get(), array_merge(...$weak))), children_left());
// Collected in the middle of jobs.
$pool = new WorkerPool(obeying(), 2);
$pool->onEvent(fn () => $pool);
array_map(fn () => $pool->submit(job('sleep(20);')), range(1, 10));
$pool->getPeer()->tickFor(0.1);
$weak = WeakReference::create($pool);
unset($pool);
gc_collect_cycles();
var_dump($weak->get(), children_left());
// Many pools on one peer, one after another.
for ($i = 0; $i < 3000; $i++) {
    $pools = array_map(fn () => new WorkerPool(['php'], 1, $peer), range(1, 5));
    $i === 500 && $before = memory_get_usage();
}
var_dump(memory_get_usage() - $before < 4096 ?: memory_get_usage() - $before);
$count = count((new ReflectionProperty(NativeIpcPeer::class, 'pools'))->getValue($peer));
var_dump($count <= 10 ?: $count);
// Many jobs of one.
$pool = new WorkerPool(answering('$job'), 2);
for ($i = 0; $i < 20000; $i++) {
    $job = $pool->submit(job('x'));
    $i % 3 === 0 && $job->cancel();
    $i === 5000 && $before = memory_get_usage();
}
$job->await();
while ($pool->getStats()['waiting'] + $pool->getStats()['running']) {
    $pool->getPeer()->tick(0.1);
}
var_dump(memory_get_usage() - $before < 4096 ?: memory_get_usage() - $before);
foreach (['jobs', 'neverStarted'] as $property) {
    var_dump(count((new ReflectionProperty(WorkerPool::class, $property))->getValue($pool)));
}
--EXPECT--
array(0) {
}
array(0) {
}
NULL
array(0) {
}
bool(true)
bool(true)
bool(true)
int(0)
int(0)
