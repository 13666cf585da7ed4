<?php

// Counts primes on the nodes of a Slurm cluster: parent.php [UP TO] [WORKERS] [OPTIONS OF SRUN...]
// Inside an allocation (salloc, sbatch) it has a worker for each task.

declare(strict_types=1);

namespace Examples\Slurm;

use StreamIpc\PoolEvent;
use StreamIpc\WorkerPool;

require __DIR__ . '/messages.php';
require __DIR__ . '/srun.php';

const RANGE = 50_000;

$upTo = (int) ($argv[1] ?? 2_000_000);
$size = (int) ($argv[2] ?? (getenv('SLURM_NTASKS') ?: 4));
$options = array_slice($argv, 3);

// A node may fail, so each range may be started twice. It is counted once.
$pool = new WorkerPool(srun([PHP_BINARY, __DIR__ . '/worker.php'], $options), $size, attempts: 2);
$pool->onEvent(static function (PoolEvent $event): void {
    if ($event->type === PoolEvent::LOST || $event->type === PoolEvent::BRAKED) {
        fwrite(STDERR, "$event->text\n");
    }
});

$ranges = static function () use ($upTo): \Generator {
    for ($from = 0; $from < $upTo; $from += RANGE) {
        yield new CountPrimes($from, min($from + RANGE, $upTo));
    }
};

$primes = 0;
$jobs = [];
foreach ($pool->map($ranges()) as $job) {
    $reply = $job->await();
    if ($reply instanceof Counted) {
        $primes += $reply->primes;
        $jobs[$reply->node] = ($jobs[$reply->node] ?? 0) + 1;
    }
}
$pool->stop();

printf("There are %d primes below %d.\n", $primes, $upTo);
ksort($jobs);
foreach ($jobs as $node => $count) {
    echo "$node counted $count ranges.\n";
}
