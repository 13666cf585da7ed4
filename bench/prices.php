<?php

// The price of looking before sleeping, where waits are long or processors are few: programs of
// priced.php with looking, as is the default of stream_ipc.busy_poll, and without, alternately.

declare(strict_types=1);

namespace Bench;

require_once __DIR__ . '/columns.php';
require_once __DIR__ . '/files.php';
require_once __DIR__ . '/pins.php';
require_once __DIR__ . '/statistics.php';
require_once __DIR__ . '/work.php';

/** What a program prints. */
enum Figure: string
{
    case Cpu = '% of a core';
    case Speed = 'jobs per second';

    /** How much more CPU time looking takes, or how many times as many jobs are done with it. */
    public function price(float $looking, float $sleeping): float
    {
        return round($this === self::Cpu ? $looking - $sleeping : $looking / $sleeping, 3);
    }

    public function describe(float $goal): string
    {
        return $this === self::Cpu ? "at most $goal" : "at least $goal";
    }

    public function isWithin(float $price, float $goal): bool
    {
        return $this === self::Cpu ? $price <= $goal : $price >= $goal;
    }
}

/** A program that waits in a way that looking could make dearer. */
final readonly class Price
{
    /**
     * @param float $goal the highest price in CPU time, or the lowest in speed
     * @param list<string> $parent its role and number, as in priced.php
     * @param list<string> $worker those of its worker
     */
    public function __construct(
        public string $name,
        public Figure $figure,
        public float $goal,
        private array $parent,
        private array $worker = [],
        private bool $onTwoCores = false,
    ) {
    }

    /** What keeps it from being measured here; null: nothing. */
    public function obstacle(): ?string
    {
        return $this->onTwoCores ? Pins::obstacle(Placement::TwoCores) : null;
    }

    /** @return list<string> the command that prints the figure */
    public function command(array $php): array
    {
        $program = [...$php, __DIR__ . '/priced.php'];
        $worker = $this->worker ? [...$program, ...$this->worker] : [];

        return [...$this->onTwoCores ? Pins::toTwoCores() : [], ...$program, ...$this->parent, ...$worker];
    }
}

/** @return list<Price> */
function prices(): array
{
    // The parent holds both ends of each idle session.
    $idle = min(10_000, intdiv(most_files() - 64, 2));
    may_open(64 + 2 * $idle);
    $idleOnes = number_format($idle) . ' idle sessions';
    $job = (string) work_of(seconds: 0.0003);

    return [
        new Price('a parent waits 10 ms for each reply', Figure::Cpu, 1.0, ['wait', '0'], ['slow']),
        new Price("a parent waits 10 ms for each reply, beside $idleOnes", Figure::Cpu, 0.5, ['wait', "$idle"], ['slow']),
        new Price('a loop ticks 100 times per second, and nothing comes', Figure::Cpu, 1.0, ['tick']),
        new Price('four busy workers and a parent on two cores', Figure::Speed, 0.98, ['share', '4'], ['busy', $job], onTwoCores: true),
    ];
}

/**
 * Measures the prices and prints them as a Markdown table.
 *
 * @param list<string> $php the command of PHP with the extension
 * @return list<array> for results.json
 */
function measure_prices(array $php, int $rounds): array
{
    echo "\nThe price of looking before sleeping: medians with looking and without, and the median of the rounds'\n",
        "differences or ratios, their lowest and their highest.\n\n";
    print_row('program', 'unit', 'looking', 'sleeping', 'price', 'goal');
    print_row('---', '---', '---:', '---:', '---:', '---:');
    $measured = [];
    foreach (prices() as $price) {
        if ($obstacle = $price->obstacle()) {
            echo "| $price->name | skipped: $obstacle |\n";
            continue;
        }
        $measured[] = $one = measure_price($price, $php, $rounds);
        print_row(
            $one['name'],
            $one['unit'],
            digits(median($one['looking'])),
            digits(median($one['sleeping'])),
            vsprintf('%.2f (%.2f..%.2f)', $one['price']),
            sprintf('%s, %s', $price->figure->describe($price->goal), $one['within goal'] ? 'met' : 'missed'),
        );
    }

    return $measured;
}

function measure_price(Price $price, array $php, int $rounds): array
{
    $commands = [
        'looking' => $price->command($php),
        'sleeping' => $price->command([...$php, '-d', 'stream_ipc.busy_poll=0']),
    ];
    $figures = [];
    while ($rounds-- > 0) {
        foreach ($commands as $name => $command) {
            $figures[$name][] = round(printed_by($command), 3);
        }
        $commands = array_reverse($commands);
    }
    $spread = spread(array_map($price->figure->price(...), $figures['looking'], $figures['sleeping']));

    return [
        'name' => $price->name,
        'unit' => $price->figure->value,
        ...$figures,
        'price' => $spread,
        'goal' => $price->goal,
        'within goal' => $price->figure->isWithin($spread['median'], $price->goal),
    ];
}

/** The number that a command prints. */
function printed_by(array $command): float
{
    exec(implode(' ', array_map(escapeshellarg(...), $command)), $lines, $status);
    if ($status !== 0 || !is_numeric($number = implode("\n", $lines))) {
        throw new \RuntimeException("Exit code $status of " . implode(' ', $command) . ', which printed ' . json_encode($lines));
    }

    return (float) $number;
}

function print_row(string ...$cells): void
{
    vprintf("| %-66s | %-15s | %8s | %8s | %20s | %21s |\n", $cells);
}
