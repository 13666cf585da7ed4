--TEST--
A pool of Rust programs does the jobs of PHP, and replaces those that die
--SKIPIF--
<?php
is_file(__DIR__ . '/../../target/release/rust-worker') or die('skip examples/rust-worker is not built');
?>
--FILE--
<?php

use Examples\RustWorker\FindLowestHash;
use StreamIpc\Message\ErrorMessageException;
use StreamIpc\WorkerLostException;
use StreamIpc\WorkerPool;

require __DIR__ . '/../../examples/rust-worker/messages.php';
require __DIR__ . '/../support/pool.php';

$pool = new WorkerPool([__DIR__ . '/../../target/release/rust-worker'], 2, timeout: 0.3, attempts: 2, grace: 0.1);
$numbers = [];
foreach ($pool->map((function () { for ($i = 0; $i < 2000; $i++) yield new FindLowestHash("text $i", 5); })()) as $key => $job) {
    $numbers[$key] = $job->await()->number;
}
var_dump(count($numbers), max($numbers) < 5);
foreach (['none' => 0, 'many' => 1 << 50] as $name => $count) {
    try {
        $pool->submit(new FindLowestHash('text', $count))->await();
    } catch (Exception $e) {
        echo "$name: ", get_class($e), "\n";
    }
}
var_dump($pool->submit(new FindLowestHash('text', 5))->await()->number < 5);
$killed = null;
$pool->onEvent(function ($event) use (&$killed) { $killed = $event->type === 'started' ? $event->pid : $killed; });
$pool->restart();
pool_until($pool, function () use (&$killed) { return $killed !== null; });
posix_kill($killed, SIGKILL);
var_dump($pool->submit(new FindLowestHash('text', 5))->await()->number < 5);
$pool->drain(5);
echo json_encode(children_left()), "\n";
--EXPECT--
int(2000)
bool(true)
none: StreamIpc\Message\ErrorMessageException
many: StreamIpc\Transport\TimeoutException
bool(true)
bool(true)
[]
