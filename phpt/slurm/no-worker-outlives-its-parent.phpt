--TEST--
No worker outlives a parent that is killed with -9
--SKIPIF--
<?php require __DIR__ . '/../support/slurm.php'; skip_without_slurm(); ?>
--CONFLICTS--
slurm
--FILE--
<?php

use StreamIpc\Message\LogMessage;
use StreamIpc\WorkerPool;

require __DIR__ . '/../support/slurm.php';

if ($argc > 1) {
    $pool = new WorkerPool(slurm_worker('
        $request->notify(new LogMessage("started"));
        sleep(60);
    '), size: 6);
    for ($i = 0; $i < 6; $i++) {
        $pool->submit(new LogMessage('work'))->onMessage(fn () => print("started\n"));
    }
    $pool->drain();
}
await_idle_nodes();
$parent = proc_open([PHP_BINARY, __FILE__, 'parent'], [1 => ['pipe', 'w']], $pipes);
for ($i = 0; $i < 6; $i++) {
    echo fgets($pipes[1]);
}
proc_terminate($parent, SIGKILL);
$start = hrtime(true);
await_idle_nodes();
echo hrtime(true) - $start < 15e9 ? "all gone\n" : "they took long\n";
echo slurm('squeue', '--noheader');
?>
--EXPECT--
started
started
started
started
started
started
all gone
