--TEST--
Messages of 1 MiB with all 256 byte values pass through srun, both ways and many at once
--SKIPIF--
<?php require __DIR__ . '/../support/slurm.php'; skip_without_slurm(); ?>
--CONFLICTS--
slurm
--FILE--
<?php

use StreamIpc\Message\LogMessage;
use StreamIpc\WorkerPool;

require __DIR__ . '/../support/slurm.php';

await_idle_nodes();
$all = implode('', array_map(chr(...), range(0, 255)));
$texts = [];
for ($i = 0; $i < 32; $i++) {
    // Each begins elsewhere, and is a whole MiB.
    $texts[$i] = str_repeat(substr($all, $i * 7) . substr($all, 0, $i * 7), 4096);
}
$pool = new WorkerPool(slurm_worker('return strrev($job->message);'), size: 4);
$same = 0;
foreach ($pool->map(array_map(fn ($text) => new LogMessage($text), $texts)) as $i => $job) {
    $same += $job->await()->message === strrev($texts[$i]) ? 1 : 0;
}
echo strlen($texts[31]), " bytes, $same times\n";
$pool->stop();
?>
--EXPECT--
1048576 bytes, 32 times
