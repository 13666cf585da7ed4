<?php

declare(strict_types=1);

namespace Bench;

/** Pins processes to CPUs, as a placement says. */
final readonly class Pins
{
    /**
     * @param list<string> $parent a prefix for commands, which pins them
     * @param list<string> $worker
     */
    private function __construct(private array $parent, private array $worker)
    {
    }

    public static function of(Placement $placement): self
    {
        [$first, $last] = $placement === Placement::KernelsChoice ? ['', ''] : self::cpus();

        return match ($placement) {
            Placement::KernelsChoice => new self([], []),
            Placement::TwoCores => new self(self::to($first), self::to($last)),
            Placement::OneCore => new self(self::to($last), self::to($last)),
        };
    }

    /** What keeps a placement from being measured here; null: nothing. */
    public static function obstacle(Placement $placement): ?string
    {
        return match (true) {
            $placement === Placement::KernelsChoice => null,
            exec('command -v taskset') === '' => 'taskset is missing (Debian: util-linux)',
            count(array_unique(self::cpus())) < 2 => 'there is only one CPU for us',
            default => null,
        };
    }

    /** @return list<string> a prefix for a command whose processes share two CPUs */
    public static function toTwoCores(): array
    {
        return self::to(implode(',', self::cpus()));
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

    /** @return array{string, string} the first and the last CPU that we may use */
    private static function cpus(): array
    {
        // A list like "0-3,6".
        preg_match('/^Cpus_allowed_list:\s*(\d+)(?:.*\D(\d+))?$/m', file_get_contents('/proc/self/status'), $cpus);

        return [$cpus[1], $cpus[2] ?? $cpus[1]];
    }

    /** @return list<string> */
    private static function to(string $cpus): array
    {
        return ['taskset', '-c', $cpus];
    }
}
