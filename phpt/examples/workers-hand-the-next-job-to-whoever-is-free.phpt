--TEST--
examples/workers: four workers share the jobs, and who has finished one gets the next
--FILE--
<?php
exec(escapeshellarg(PHP_BINARY) . ' ' . escapeshellarg(__DIR__ . '/../../examples/workers/parent.php') . ' 2>&1', $lines, $status);

// Every worker starts with the job of its own number. After that jobs go out in order: the
// n-th job to finish frees its worker for job n + 4, whatever the order they finish in.
$expected = [1 => 1, 2 => 2, 3 => 3, 4 => 4];
$workers = [];
foreach (array_slice($lines, 0, 12) as $n => $line) {
    if (!preg_match('/^Job (\d+) was done by worker (\d+)\.$/', $line, $match)) {
        exit(implode("\n", $lines));
    }
    $workers[(int) $match[1]] = (int) $match[2];
    if ($n < 8) {
        $expected[$n + 5] = (int) $match[2];
    }
}
ksort($workers);
echo 'every job done once: ', implode(' ', array_keys($workers)), "\n";
echo 'by whoever was free: ';
var_dump($workers === $expected);

$summary = array_slice($lines, 12);
$counted = array_count_values($workers);
foreach ($counted as $worker => $jobs) {
    if (!preg_match("/^Worker $worker: \d+\.\d\d s of work, jobs done: $jobs$/", $summary[$worker - 1])) {
        echo 'wrong: ', $summary[$worker - 1], "\n";
    }
}
echo implode("\n", $summary), "\nexit status: $status\n";
?>
--EXPECTF--
every job done once: 1 2 3 4 5 6 7 8 9 10 11 12
by whoever was free: bool(true)
Worker 1: %f s of work, jobs done: %d
Worker 2: %f s of work, jobs done: %d
Worker 3: %f s of work, jobs done: %d
Worker 4: %f s of work, jobs done: %d
%f s of work in %f s: %f times as fast as one by one.
exit status: 0
