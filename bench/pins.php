<?php

declare(strict_types=1);

namespace Bench;

/**
 * The CPUs of the processes. On a virtual machine, waking another CPU costs more than all the measured
 * work, so both ends' own work shows best on one CPU.
 */
final readonly class Pins
{
    /**
     * @param list<string> $parent a prefix for commands, which pins them
     * @param list<string> $worker
     */
    private function __construct(private array $parent, private array $worker, public string $description)
    {
    }

    /** @param string $mode "same", "apart" or "none" */
    public static function of(string $mode): self
    {
        if ($mode === 'none' || exec('command -v taskset') === '') {
            return new self([], [], 'both processes wherever the kernel puts them');
        }
        // The first and the last CPU of a list like "0-3,6".
        preg_match('/^Cpus_allowed_list:\s*(\d+)(?:.*\D(\d+))?$/m', file_get_contents('/proc/self/status'), $cpus);
        [, $first, $last] = [...$cpus, $cpus[1]];

        return match ($mode) {
            'same' => new self(['taskset', '-c', $last], ['taskset', '-c', $last], "both processes on CPU $last"),
            'apart' => new self(
                ['taskset', '-c', $first],
                ['taskset', '-c', $last],
                "parent on CPU $first, worker on CPU $last",
            ),
            default => throw new \InvalidArgumentException("PIN=$mode: it may be same, apart or none"),
        };
    }

    /** @return list<string> the command, pinned to the parent's CPU */
    public function parent(array $command): array
    {
        return [...$this->parent, ...$command];
    }

    /** @return list<string> the command of a parent that starts a worker, each for its CPU */
    public function pair(Column $column, Exchange $exchange): array
    {
        return $this->parent([
            ...($column->end)('parent', $exchange),
            ...$this->worker,
            ...($column->end)('worker', $exchange),
        ]);
    }
}
