--TEST--
A job whose handler throws fails with its text; the worker goes on with the next job
--FILE--
<?php

use StreamIpc\WorkerPool;

require __DIR__ . '/../support/pool.php';

$pool = new WorkerPool(obeying(), 1, attempts: 3);
$before = $pool->submit(job('return getmypid();'));
$wrong = $pool->submit(job('throw new DomainException("not today");'));
$after = $pool->submit(job('return getmypid();'));
echo strtok(outcome($wrong), "\n"), "\n", $wrong->getAttempts(), "\n";
var_dump(outcome($before) === outcome($after));
['workers_started' => $started, 'answered' => $answered, 'failed' => $failed] = $pool->getStats();
echo "$started worker, $answered answered, $failed failed\n";
--EXPECT--
StreamIpc\Message\ErrorMessageException: Error in dispatch
1
bool(true)
1 worker, 3 answered, 0 failed
