--TEST--
A program that crashes before it says anything is started again after 0.1 s, doubled each time: it burns no CPU, and each start costs one job at most
--FILE--
<?php

use StreamIpc\WorkerPool;

require __DIR__ . '/../support/pool.php';

$notes = notes();
foreach (['/bin/sh', '-c', "echo x >> $notes; echo this is why >&2; exit 1"] as $word) {
    $command[] = $word;
}
$pool = new WorkerPool($command, 2, attempts: 2);
$jobs = array_map(fn ($i) => $pool->submit(job("$i")), range(1, 100));
$cpu = cpu_seconds();
$seconds = wall_seconds(function () use ($jobs, &$outcomes) { $outcomes = array_count_values(array_map(outcome(...), $jobs)); });
$starts = filesize($notes) / 2;
var_dump($seconds > 1.4 && $seconds < 5 ?: $seconds, $starts >= 8 && $starts <= 10 ?: $starts);
var_dump(cpu_seconds() - $cpu < 0.5 ?: cpu_seconds() - $cpu);
ksort($outcomes);
foreach ($outcomes as $outcome => $count) {
    echo $outcome, "\n";
}
['lost' => $lost, 'failed' => $failed, 'workers' => $workers] = $pool->getStats();
var_dump($lost <= 10, $lost + $failed, $workers, children_left());
--EXPECT--
bool(true)
bool(true)
bool(true)
StreamIpc\WorkerLostException: The job (StreamIpc\Message\LogMessage) is lost: process N exited with code 1; its last words: this is why
StreamIpc\WorkerPoolException: No worker can be started: every slot of the pool has failed five times in a row. The last time: A worker ended at once: process N exited with code 1; its last words: this is why
bool(true)
int(100)
int(0)
array(0) {
}
