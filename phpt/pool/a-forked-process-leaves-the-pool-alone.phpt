--TEST--
In a process forked since the pool was made, the pool throws a LogicException, and whatever happens there ends no worker and sends nothing
--FILE--
<?php

use StreamIpc\NativeIpcPeer;
use StreamIpc\WorkerPool;

require __DIR__ . '/../support/forks.php';
require __DIR__ . '/../support/pool.php';

$peer = new NativeIpcPeer();
$pool = new WorkerPool(obeying(), 1, $peer, timeout: 1.5, grace: 0.1);
$pid = outcome($pool->submit(job('return getmypid();')));
$running = $pool->submit(job('for ($i = 0; $i < 20; $i++) { usleep(10000); if ($request->isCancelled()) return "cancelled"; } return getmypid();'));
$waiting = $pool->submit(job('return getmypid();'));
$peer->tickFor(0.05);
$child = fork(function () use ($pool, $peer, $running, $waiting) {
    foreach ([
        fn () => $pool->submit(job('return 1;')),
        fn () => $running->await(),
        fn () => $running->cancel(),
        fn () => $waiting->cancel(),
        fn () => $pool->drain(),
        fn () => $pool->stop(),
        fn () => $pool->restart(),
        fn () => $pool->broadcast(job('hello')),
        fn () => $pool->map([job('return 1;')])->valid(),
    ] as $call) {
        try {
            $call();
            echo "no exception\n";
        } catch (LogicException $e) {
            echo preg_replace('/\d+/', 'N', $e->getMessage()), "\n";
        }
    }
    // Whoever reads first has the answers, so look when the parent has them: past the job's timeout and grace.
    usleep(1_200_000);
    $peer->tickFor(0.8);
    unset($pool, $running, $waiting);
    gc_collect_cycles();
});
var_dump(outcome($running) === $pid, outcome($waiting) === $pid, exit_status($child));
var_dump(outcome($pool->submit(job('return getmypid();'))) === $pid, $pool->getStats()['workers_started']);
// A pool of its own works there.
var_dump(exit_status(fork(function () {
    echo outcome((new WorkerPool(obeying(), 1))->submit(job('return "in the child";'))), "\n";
})));
--EXPECT--
The workers of this pool belong to process N, which has forked this one: make another pool here
The workers of this pool belong to process N, which has forked this one: make another pool here
The workers of this pool belong to process N, which has forked this one: make another pool here
The workers of this pool belong to process N, which has forked this one: make another pool here
The workers of this pool belong to process N, which has forked this one: make another pool here
The workers of this pool belong to process N, which has forked this one: make another pool here
The workers of this pool belong to process N, which has forked this one: make another pool here
The workers of this pool belong to process N, which has forked this one: make another pool here
The workers of this pool belong to process N, which has forked this one: make another pool here
bool(true)
bool(true)
int(0)
bool(true)
int(1)
in the child
int(0)
