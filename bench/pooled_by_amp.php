<?php

// Does jobs in two workers of amphp/parallel: pooled_by_amp.php AUTOLOAD JOBS. Prints the microseconds per
// job.

declare(strict_types=1);

namespace Bench;

use Amp\Cancellation;
use Amp\Parallel\Worker\ContextWorkerPool;
use Amp\Parallel\Worker\Task;
use Amp\Sync\Channel;

[, $autoload, $jobs] = $argv;
require $autoload;

final readonly class Echoing implements Task
{
    public function __construct(private string $text)
    {
    }

    public function run(Channel $channel, Cancellation $cancellation): string
    {
        return $this->text;
    }
}

$pool = new ContextWorkerPool(2);
$run = static function (int $jobs) use ($pool): void {
    for (; $jobs > 0; $jobs -= count($waiting)) {
        $waiting = [];
        for ($job = 0; $job < min($jobs, 1000); $job++) {
            $waiting[] = $pool->submit(new Echoing(str_repeat('x', 64)));
        }
        foreach ($waiting as $execution) {
            $execution->await();
        }
    }
};
$run(intdiv((int) $jobs, 5));
$start = hrtime(true);
$run((int) $jobs);
printf("%.3f\n", (hrtime(true) - $start) / 1e3 / $jobs);
