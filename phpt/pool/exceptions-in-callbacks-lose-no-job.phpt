--TEST--
An exception in onResolved(), onMessage() or onEvent() comes out of whatever waits, not out of a submit() that need not wait; every job has its outcome once
--FILE--
<?php

use StreamIpc\WorkerPool;

require __DIR__ . '/../support/pool.php';

/** Calls until no exception comes; counts those of callbacks. */
function persist(callable $call, int &$thrown): void
{
    while (true) {
        try {
            $call();

            return;
        } catch (RuntimeException $e) {
            $e->getMessage() === 'of a callback' ? $thrown++ : throw $e;
        }
    }
}

$throw = fn () => throw new RuntimeException('of a callback');
foreach (['await', 'map', 'tick', 'drain', 'stop'] as $how) {
    $pool = new WorkerPool(obeying(), 2, attempts: 2);
    $thrown = 0;
    $pool->onEvent($throw);
    $outcomes = [];
    $expect = function ($job) use (&$outcomes, $throw) {
        $job->onMessage($throw);
        $job->onResolved(function ($job) use (&$outcomes) { $outcomes[] = outcome($job); });
        $job->onResolved($throw);
    };
    $texts = fn () => array_map(fn ($i) => job(match (true) {
        $i % 10 === 3 => 'exit(1);',
        $i % 10 === 5 => 'throw new Exception("no");',
        default => '$notify("half"); return "done";',
    }), range(1, 20));
    $jobs = [];
    if ($how === 'map') {
        $iterator = $pool->map($texts());
        persist($iterator->rewind(...), $thrown);
        while (true) {
            persist(function () use ($iterator, &$more) { $more = $iterator->valid(); }, $thrown);
            if (!$more) {
                break;
            }
            $outcomes[] = outcome($iterator->current());
            $iterator->next();
        }
    } else {
        foreach ($texts() as $message) {
            $jobs[] = $job = $pool->submit($message);
            $expect($job);
        }
    }
    match ($how) {
        'await' => array_map(fn ($job) => persist(function () use ($job) {
            try {
                $job->await();
            } catch (RuntimeException $e) {
                throw $e;
            } catch (Exception) {
            }
        }, $thrown), array_filter($jobs, fn ($job) => !str_contains($job->getMessage()->message, 'exit'))),
        'tick' => persist(function () use ($pool, &$outcomes) {
            pool_until($pool, function () use (&$outcomes) { return count($outcomes) === 20; });
        }, $thrown),
        default => 0,
    };
    persist(fn () => $how === 'stop' ? $pool->stop() : $pool->drain(20), $thrown);
    $kinds = array_count_values(array_map(fn ($outcome) => preg_replace('/[:;].*/s', '', $outcome), $outcomes));
    ksort($kinds);
    var_dump($thrown > 0 ?: $thrown);
    echo "$how: ", $how === 'stop' ? array_sum($kinds) : json_encode($kinds, JSON_UNESCAPED_SLASHES), "\n";
}
--EXPECT--
bool(true)
await: {"StreamIpc\\Message\\ErrorMessageException":2,"StreamIpc\\WorkerLostException":2,"done":16}
bool(true)
map: {"StreamIpc\\Message\\ErrorMessageException":2,"StreamIpc\\WorkerLostException":2,"done":16}
bool(true)
tick: {"StreamIpc\\Message\\ErrorMessageException":2,"StreamIpc\\WorkerLostException":2,"done":16}
bool(true)
drain: {"StreamIpc\\Message\\ErrorMessageException":2,"StreamIpc\\WorkerLostException":2,"done":16}
bool(true)
stop: 20
