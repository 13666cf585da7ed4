--TEST--
A job that kills its workers is started as often as $attempts say, then it is lost; the jobs beside it are started once
--FILE--
<?php

use StreamIpc\WorkerPool;

require __DIR__ . '/../support/pool.php';

foreach ([1, 3] as $attempts) {
    $notes = var_export($file = notes(), true);
    $pool = new WorkerPool(obeying(), 2, attempts: $attempts);
    $note = fn (string $name) => "file_put_contents($notes, \"$name\\n\", FILE_APPEND);";
    $jobs = [];
    for ($i = 0; $i < 50; $i++) {
        $jobs[$i] = $pool->submit(job($note("job $i") . ($i === 10 ? 'exit(1);' : 'return "done";')));
    }
    // The hint depends on what the worker had done before.
    $outcome = fn ($job) => preg_replace('/; it has sent and printed nothing.*/', '', outcome($job));
    $outcomes = array_count_values(array_map($outcome, $jobs));
    ksort($outcomes);
    print_r($outcomes);
    echo "the poisonous one: {$jobs[10]->getAttempts()} attempts\n";
    $starts = array_count_values(file($file, FILE_IGNORE_NEW_LINES));
    echo count($starts), ' jobs, started more than once: ', json_encode(array_filter($starts, fn ($n) => $n > 1)), "\n";
}
// One that succeeds at last.
$notes = var_export($file = notes(), true);
$pool = new WorkerPool(obeying(), 1, attempts: 3);
$job = $pool->submit(job("file_put_contents($notes, 'x', FILE_APPEND); filesize($notes) < 3 && exit(1); return 'at last';"));
echo outcome($job), ', ', $job->getAttempts(), " attempts\n";
--EXPECT--
Array
(
    [StreamIpc\WorkerLostException: The job (StreamIpc\Message\LogMessage) is lost: process N exited with code 1] => 1
    [done] => 49
)
the poisonous one: 1 attempts
50 jobs, started more than once: []
Array
(
    [StreamIpc\WorkerLostException: The job (StreamIpc\Message\LogMessage) is lost: process N exited with code 1] => 1
    [done] => 49
)
the poisonous one: 3 attempts
50 jobs, started more than once: {"job 10":3}
at last, 3 attempts
