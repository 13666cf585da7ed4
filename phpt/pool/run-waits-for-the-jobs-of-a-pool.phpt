--TEST--
run() of a pool's peer does not return while jobs wait for a worker that cannot be started yet
--FILE--
<?php

use StreamIpc\WorkerPool;

require __DIR__ . '/../support/pool.php';

$tries = 0;
$pool = new WorkerPool(function ($peer) use (&$tries) {
    return ++$tries < 3 ? throw new RuntimeException('not yet') : $peer->spawn(obeying());
}, 1, maxJobs: 1);
$job = $pool->submit(job('return "done";'));
$pool->getPeer()->run();
var_dump($job->isResolved(), $tries);
echo outcome($job), "\n";
// Nothing waits, so a brake alone does not hold it up.
$pool = new WorkerPool(['/no/such/program'], 1);
$pool->submit(job('1'))->cancel();
var_dump(wall_seconds($pool->getPeer()->run(...)) < 0.05);
--EXPECT--
bool(true)
int(3)
done
bool(true)
