<?php

// A stream of jobs without an end: map() takes as many as the workers need, so the memory stays flat.

declare(strict_types=1);

namespace Examples\Endless;

use StreamIpc\Message\LogMessage;
use StreamIpc\WorkerPool;

$seconds = (float) ($argv[1] ?? 5);
$pool = new WorkerPool([PHP_BINARY, __DIR__ . '/worker.php']);

// In place of a queue, a socket or a large file.
$lines = static function (): \Generator {
    for ($number = 0; ; $number++) {
        yield $number => new LogMessage("line $number");
    }
};

$done = 0;
$start = $reported = microtime(true);
foreach ($pool->map($lines()) as $job) {
    $job->await();
    $done++;
    if (microtime(true) - $reported >= 1.0) {
        $reported = microtime(true);
        printf("%d jobs, %.1f MB\n", $done, memory_get_usage() / 1e6);
        if ($reported - $start >= $seconds) {
            break;
        }
    }
}
$pool->stop();
