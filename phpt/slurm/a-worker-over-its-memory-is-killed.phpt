--TEST--
Slurm kills a worker that takes more memory than it has asked for; its job is lost, no other
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

await_idle_nodes();
$pool = new WorkerPool(slurm_worker('
    $eaten = str_repeat("x", $job->message * 1_000_000);
    sleep(5);
    return strlen($eaten) / 1e6 . " MB";
', '--mem=100M'), size: 2);
$jobs = [$pool->submit(new LogMessage('10')), $pool->submit(new LogMessage('120'))];
foreach ($jobs as $job) {
    try {
        echo $job->await()->message, "\n";
    } catch (WorkerLostException $e) {
        echo preg_replace('/\d+/', '#', $e->getMessage()), "\n";
    }
}
$pool->stop();
?>
--EXPECT--
10 MB
The job (StreamIpc\Message\LogMessage) is lost: process # exited with code #; its last words: srun: error: n#: task #: Killed
