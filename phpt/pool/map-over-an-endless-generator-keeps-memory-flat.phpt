--TEST--
map() takes an endless generator: as much as keeps the workers busy, and no more if nobody takes what has ended; keys come back, memory stays flat, and what is left after break is done
--FILE--
<?php

use StreamIpc\WorkerPool;

require __DIR__ . '/../support/pool.php';

$pool = new WorkerPool(answering('strrev($job)'), 2);
$taken = 0;
$endless = function () use (&$taken) {
    for ($i = 0; ; $i++) {
        $taken++;
        yield "key $i" => job((string) $i);
    }
};
$seen = 0;
foreach ($pool->map($endless()) as $key => $job) {
    $job->await()->message === strrev(substr($key, 4)) or print("wrong\n");
    $seen++;
    $taken - $seen <= 65 or print("too many taken\n");
    if ($seen === 2000) {
        $before = memory_get_usage();
    } elseif ($seen === 12000) {
        var_dump(memory_get_usage() - $before < 20000 ?: memory_get_usage() - $before);
        break;
    }
}
$pool->drain(10);
['submitted' => $submitted, 'answered' => $answered] = $pool->getStats();
var_dump($submitted === $answered, $submitted - $seen <= 65);
// Whoever waits for something else between the jobs finds that more have ended, but not more and more.
$pool = new WorkerPool(answering('strrev($job)'), 2);
[$taken, $seen] = [0, 0];
foreach ($pool->map($endless()) as $key => $job) {
    $pool->getPeer()->tickFor(0.002);
    if (++$seen === 200) {
        break;
    }
}
var_dump($taken - $seen <= 65 ?: $taken - $seen);
// Keys of any kind, an IteratorAggregate, none at all, and one map in another.
$keys = function () { yield [1] => job('a'); yield 1.5 => job('b'); yield null => job('c'); };
$pool = new WorkerPool(answering('strrev($job)'), 2);
foreach ($pool->map($keys()) as $key => $job) {
    $found[] = json_encode($key);
}
sort($found);
echo implode(' ', $found), "\n";
foreach ($pool->map(new ArrayObject(['x' => job('outer')])) as $key => $job) {
    foreach ($pool->map([job('inner'), job('inner')]) as $inner) {
        echo outcome($inner), ' ';
    }
    echo $key, ' ', outcome($job), "\n";
}
var_dump(iterator_count($pool->map([])));
--EXPECT--
bool(true)
bool(true)
bool(true)
bool(true)
1.5 [1] null
renni renni x retuo
int(0)
