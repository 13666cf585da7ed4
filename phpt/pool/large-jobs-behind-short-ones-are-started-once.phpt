--TEST--
Jobs of megabytes that are handed ahead behind short ones are started once each, though their worker's answers wait while they are written
--INI--
memory_limit=1G
--FILE--
<?php

use StreamIpc\WorkerPool;

require __DIR__ . '/../support/pool.php';

$notes = var_export($file = notes(), true);
$pool = new WorkerPool(answering("file_put_contents($notes, strtok(\$job, ' ') . ' ', FILE_APPEND) . strlen(\$job)"), 2);
$right = 0;
for ($round = 0; $round < 5; $round++) {
    $jobs = array_map(fn ($i) => $pool->submit(job("short$round.$i x")), range(1, 200));
    array_map(outcome(...), $jobs);
    $jobs = array_map(fn ($i) => $pool->submit(job("large$round.$i " . str_repeat('x', 5_000_000))), range(1, 20));
    foreach ($jobs as $job) {
        $right += (int) str_ends_with(outcome($job), (string) strlen($job->getMessage()->message));
    }
}
$starts = array_count_values(explode(' ', trim(file_get_contents($file))));
var_dump($right, count($starts), max($starts));
--EXPECT--
int(100)
int(1100)
int(1)
