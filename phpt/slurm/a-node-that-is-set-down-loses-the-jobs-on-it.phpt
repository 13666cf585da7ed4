--TEST--
A node is set down: jobs on it are lost, say so, and all others go on, inside an allocation and outside
--SKIPIF--
<?php require __DIR__ . '/../support/slurm.php'; skip_without_slurm(); ?>
--CONFLICTS--
slurm
--FILE--
<?php

use StreamIpc\Message\LogMessage;
use StreamIpc\WorkerLostException;
use StreamIpc\WorkerPool;

require __DIR__ . '/../support/slurm.php';

if ($argc === 1) {
    // An allocation ends with the first of its nodes that is gone, unless --no-kill made it.
    foreach ([[], ['salloc', '--quiet', '--no-kill', '--nodes=2', '--ntasks=6']] as $allocation) {
        await_idle_nodes();
        $said = slurm(...$allocation, ...[PHP_BINARY, __FILE__, 'parent']);
        echo str_replace('salloc: error: Node failure on n2', '(salloc says so)', $said), "\n";
        slurm('scontrol', 'update', 'nodename=n2', 'state=resume');
    }
    exit;
}

// Six workers: some are on n1, some on n2, all are busy for a while.
$pool = new WorkerPool(slurm_worker('
    $request->notify(new LogMessage($node));
    usleep(3_000_000);
    return $node;
'), size: 6);
$nodes = $jobs = [];
for ($i = 0; $i < 6; $i++) {
    $jobs[$i] = $pool->submit(new LogMessage('work'));
    $jobs[$i]->onMessage(function (LogMessage $node) use ($i, &$nodes) {
        $nodes[$i] = $node->message;
    });
}
tick_until($pool->getPeer(), function () use (&$nodes) {
    return count($nodes) === 6;
});
slurm('scontrol', 'update', 'nodename=n2', 'state=down', 'reason=test');
$right = 0;
foreach ($jobs as $i => $job) {
    try {
        $right += $job->await()->message === 'n1' && $nodes[$i] === 'n1' ? 1 : 0;
    } catch (WorkerLostException $e) {
        $right += $nodes[$i] === 'n2' && $e->getPid() !== null ? 1 : 0;
        $reason = str_contains($e->getLastOutput(), 'Node failure') ? 'Node failure' : $e->getMessage();
    }
}
echo "jobs with the right outcome: $right of 6, the others say: $reason\n";
// n1 has room for four, and the pool goes on with it.
for ($i = 0, $again = []; $i < 4; $i++) {
    $again[] = $pool->submit(new LogMessage('work'));
}
foreach ($again as $job) {
    echo $job->await()->message, "\n";
}
$pool->stop();
?>
--EXPECT--
jobs with the right outcome: 6 of 6, the others say: Node failure
n1
n1
n1
n1
(salloc says so)
jobs with the right outcome: 6 of 6, the others say: Node failure
n1
n1
n1
n1
