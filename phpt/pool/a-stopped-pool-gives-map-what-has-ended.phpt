--TEST--
stop() in a loop over map() lets the loop see the jobs that were submitted; then a LogicException tells that the others are not
--FILE--
<?php

use StreamIpc\WorkerPool;

require __DIR__ . '/../support/pool.php';

$pool = new WorkerPool(obeying(), 2);
$seen = [];
try {
    foreach ($pool->map((function () { while (true) yield job('return "done";'); })()) as $job) {
        $seen[] = preg_replace('/:.*/', '', outcome($job));
        count($seen) === 10 && $pool->stop();
    }
} catch (LogicException $e) {
    echo $e->getMessage(), "\n";
}
var_dump(count($seen) === $pool->getStats()['submitted'], array_slice(array_unique($seen), 0, 1));
--EXPECT--
The jobs cannot be submitted: the pool is closing and takes no more jobs
bool(true)
array(1) {
  [0]=>
  string(4) "done"
}
