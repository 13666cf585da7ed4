<?php

// Does jobs in two workers: pooled.php WAY JOBS. Prints the microseconds per job. Or is a worker, without
// arguments.

declare(strict_types=1);

namespace Bench;

use StreamIpc\Envelope\ResponsePromise;
use StreamIpc\IpcSession;
use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;
use StreamIpc\WorkerPool;

const WORKERS = 2;

/** Does so many jobs, and returns when all are done. */
function by_pool(WorkerPool $pool, int $jobs, LogMessage $job): void
{
    $messages = (function () use ($jobs, $job) {
        for ($number = 0; $number < $jobs; $number++) {
            yield $number => $job;
        }
    })();
    foreach ($pool->map($messages) as $done) {
        $done->await();
    }
}

/** The same by submit(), with a thousand jobs in the queue. */
function by_submit(WorkerPool $pool, int $jobs, LogMessage $job): void
{
    for ($waiting = []; $jobs > 0 || $waiting !== []; $waiting = []) {
        for (; $jobs > 0 && count($waiting) < 1000; $jobs--) {
            $waiting[] = $pool->submit($job);
        }
        foreach ($waiting as $done) {
            $done->await();
        }
    }
}

/**
 * The same by hand: so many requests in each worker, and the next one for each reply.
 *
 * @param list<IpcSession> $workers
 */
function by_hand(NativeIpcPeer $peer, array $workers, int $jobs, LogMessage $job, int $atOnce): void
{
    $left = $jobs;
    $next = function (IpcSession $worker) use (&$next, &$left, &$jobs, $job): void {
        if ($left-- > 0) {
            $worker->request($job)->onResolved(function (ResponsePromise $done) use (&$next, &$jobs, $worker) {
                $done->await();
                $jobs--;
                $next($worker);
            });
        }
    };
    for ($started = 0; $started < $atOnce * count($workers); $started++) {
        $next($workers[$started % count($workers)]);
    }
    while ($jobs > 0) {
        $peer->tick();
    }
}

if ($argc === 1) {
    $peer = new NativeIpcPeer();
    $peer->createStdioSession()->onRequest(static fn (LogMessage $job) => $job);
    $peer->run();
    exit;
}
[, $way, $jobs] = $argv;
$job = new LogMessage(str_repeat('x', 64));
$worker = [PHP_BINARY, __FILE__];
if ($way === 'map' || $way === 'submit') {
    $pool = new WorkerPool($worker, WORKERS);
    $run = fn (int $jobs) => $way === 'map' ? by_pool($pool, $jobs, $job) : by_submit($pool, $jobs, $job);
} else {
    $peer = new NativeIpcPeer();
    $workers = array_map(fn () => $peer->spawn($worker), range(1, WORKERS));
    $run = fn (int $jobs) => by_hand($peer, $workers, $jobs, $job, $way === 'one' ? 1 : 8);
}
// The workers have started, and both sides are warm.
$run(intdiv((int) $jobs, 5));
$start = hrtime(true);
$run((int) $jobs);
printf("%.3f\n", (hrtime(true) - $start) / 1e3 / $jobs);
