--TEST--
A worker for which the cluster has no room gives its job to another one, and no job counts as started
--SKIPIF--
<?php require __DIR__ . '/../support/slurm.php'; skip_without_slurm(); ?>
--CONFLICTS--
slurm
--FILE--
<?php

use StreamIpc\Message\LogMessage;
use StreamIpc\PoolEvent;
use StreamIpc\WorkerPool;

require __DIR__ . '/../support/slurm.php';

await_idle_nodes();
// The cluster has eight CPUs.
$pool = new WorkerPool(slurm_worker('usleep(500_000); return $job->message;', '--cpus-per-task=4'), size: 3);
$braked = 0;
$pool->onEvent(function (PoolEvent $event) use (&$braked) {
    $braked += $event->type === PoolEvent::BRAKED ? 1 : 0;
});
$jobs = [];
for ($i = 1; $i <= 30; $i++) {
    $jobs[] = $pool->submit(new LogMessage("$i"));
}
foreach ($jobs as $job) {
    $answers[] = $job->await()->message;
    $attempts[] = $job->getAttempts();
}
echo implode(' ', $answers), "\n", implode(' ', $attempts), "\n";
echo $braked > 0 ? "one had no room\n" : "all had room\n";
$pool->stop();
?>
--EXPECT--
1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30
1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1
one had no room
