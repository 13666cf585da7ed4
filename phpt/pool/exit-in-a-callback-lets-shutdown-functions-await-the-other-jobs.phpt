--TEST--
exit() in any callback of a pool ends the script; shutdown functions may still await the other jobs, and no worker is left
--FILE--
<?php

use StreamIpc\WorkerPool;

require __DIR__ . '/../support/forks.php';
require __DIR__ . '/../support/pool.php';

$places = [
    'onEvent' => fn ($pool, $exit) => $pool->onEvent($exit),
    'onResolved' => fn ($pool, $exit) => $pool->submit(job('return 1;'))->onResolved($exit),
    'onMessage' => fn ($pool, $exit) => $pool->submit(job('$notify("x"); return 1;'))->onMessage($exit),
    'the Closure' => fn () => null,
];
foreach ($places as $place => $prepare) {
    $status = exit_status(fork(function () use ($place, $prepare) {
        pcntl_alarm(8);
        $times = 0;
        $exit = function () use (&$times) { $times++ === 0 && exit(7); };
        $worker = function ($peer) use ($place, $exit) {
            $place === 'the Closure' && $exit();

            return $peer->spawn(obeying());
        };
        $pool = new WorkerPool($worker, 1, attempts: 2);
        $jobs = [];
        register_shutdown_function(function () use ($pool, $place, &$jobs) {
            $jobs[] = $pool->submit(job('return "late";'));
            echo "$place: ", implode(', ', array_map(outcome(...), $jobs)), "\n";
        });
        $prepare($pool, $exit);
        for ($i = 0; $i < 3; $i++) {
            $jobs[] = $pool->submit(job('return "done";'));
        }
        array_map(fn ($job) => $job->await(), $jobs);
        echo "not reached\n";
    }));
    var_dump($status);
}
--EXPECT--
onEvent: late
int(7)
onResolved: done, done, done, late
int(7)
onMessage: done, done, done, late
int(7)
the Closure: late
int(7)
