--TEST--
cancel() gives a job its outcome at once, whether it waits or runs; a worker that does not stop is replaced after the grace; cancelling again does nothing
--FILE--
<?php

use StreamIpc\WorkerPool;

require __DIR__ . '/../support/pool.php';

$notes = var_export($file = notes(), true);
$pool = new WorkerPool(obeying(), 1, grace: 0.3);
outcome($pool->submit(job('return 1;')));
$running = $pool->submit(job('sleep(60);'));
$waiting = $pool->submit(job("touch($notes . '.never'); return 'done';"));
$last = $pool->submit(job('return "done";'));
$resolved = [];
foreach (compact('running', 'waiting', 'last') as $name => $job) {
    $job->onResolved(function () use ($name, &$resolved) { $resolved[] = $name; });
}
$pool->getPeer()->tickFor(0.05);
$waiting->cancel();
$running->cancel();
$running->cancel();
$seconds = wall_seconds(function () use ($running, $waiting) {
    echo outcome($running), ', ', $running->getAttempts(), " attempt\n";
    echo outcome($waiting), ', ', $waiting->getAttempts(), " attempts\n";
});
var_dump($seconds < 0.1);
echo outcome($last), "\n";
$last->cancel();
$running->cancel();
echo outcome($last), "\n", implode(', ', $resolved), "\n";
var_dump(file_exists("$file.never"));
['cancelled' => $cancelled, 'answered' => $answered, 'workers_terminated' => $ended, 'waiting' => $left] = $pool->getStats();
echo "$cancelled cancelled, $answered answered, $ended terminated, $left left\n";
--EXPECT--
StreamIpc\Transport\CancelledException: The job (StreamIpc\Message\LogMessage) was cancelled, 1 attempt
StreamIpc\Transport\CancelledException: The job (StreamIpc\Message\LogMessage) was cancelled, 0 attempts
bool(true)
done
done
waiting, running, last
bool(false)
2 cancelled, 2 answered, 1 terminated, 0 left
