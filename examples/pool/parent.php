<?php

// Five thousand jobs for a pool of workers. One job kills its worker, one hangs; all others are done.

declare(strict_types=1);

namespace Examples\Pool;

use StreamIpc\PoolEvent;
use StreamIpc\WorkerPool;

require __DIR__ . '/messages.php';

$count = (int) ($argv[1] ?? 5000);
$pool = new WorkerPool([PHP_BINARY, __DIR__ . '/worker.php'], timeout: 1.0, attempts: 2, grace: 0.5);
$pool->onEvent(static function (PoolEvent $event): void {
    if ($event->type === PoolEvent::LOST || $event->type === PoolEvent::TERMINATED) {
        fwrite(STDERR, "\r\e[K{$event->text}\n");
    }
});

// The first Ctrl-C lets the running jobs end. Workers do not see it: they lead process groups of their own.
$stopping = false;
if (function_exists('pcntl_async_signals')) {
    pcntl_async_signals(true);
    pcntl_signal(SIGINT, static function () use (&$stopping): void {
        $stopping = true;
    });
}

$jobs = static function () use ($count, &$stopping): \Generator {
    for ($number = 1; $number <= $count && !$stopping; $number++) {
        yield $number => new Sum($number);
    }
};

$done = 0;
$failed = [];
$start = microtime(true);
// The jobs come back in the order in which they end. No more of them are there at once than the workers need.
foreach ($pool->map($jobs()) as $number => $job) {
    try {
        $job->await();
        $done++;
    } catch (\Exception $e) {
        $failed[] = sprintf('job %d, started %d times: %s', $number, $job->getAttempts(), $e->getMessage());
    }
    if (stream_isatty(STDOUT) && ($done + count($failed)) % 50 === 0) {
        $width = intdiv(40 * ($done + count($failed)), $count);
        echo "\r", str_repeat('█', $width), str_repeat('░', 40 - $width), " $done";
    }
}
$seconds = microtime(true) - $start;
$stats = $pool->getStats();
$pool->stop();

printf("\n%d jobs done in %.1f s by %d workers, %d of which were lost.\n",
    $done, $seconds, $stats['workers_started'], $stats['workers_lost'] + $stats['workers_terminated']);
echo implode("\n", $failed), $failed === [] ? '' : "\n", $stopping ? "Stopped by Ctrl-C.\n" : '';
