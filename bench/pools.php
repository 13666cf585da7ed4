<?php

// Jobs of 64 bytes through two workers: the pool, sessions by hand, and the pools of others, alternately.

declare(strict_types=1);

namespace Bench;

require_once __DIR__ . '/prices.php';
require_once __DIR__ . '/statistics.php';

/** How many jobs a program does in a round. */
const JOBS = 50_000;

/**
 * The programs, each of which prints the microseconds per job.
 *
 * @param list<string> $php the command of PHP with the extension
 * @return array<string, list<string>>
 */
function pools(array $php): array
{
    $pooled = fn (string $way): array => [...$php, __DIR__ . '/pooled.php', $way, (string) JOBS];
    $python = trim((string) shell_exec('command -v python3'));
    $autoload = getenv('PARALLEL_AUTOLOAD');

    return array_filter([
        'WorkerPool, map()' => $pooled('map'),
        'WorkerPool, submit() and await()' => $pooled('submit'),
        'sessions by hand, one job in each worker' => $pooled('one'),
        'sessions by hand, eight jobs in each worker' => $pooled('eight'),
        'Python, multiprocessing.Pool.imap_unordered()' => $python === '' ? null : [$python, __DIR__ . '/pooled.py', (string) JOBS],
        'amphp/parallel, a pool of two' => $autoload === false ? null : [PHP_BINARY, __DIR__ . '/pooled_by_amp.php', $autoload, (string) (JOBS / 10)],
    ]);
}

/**
 * Measures the pools and prints them as a Markdown table.
 *
 * @param list<string> $php the command of PHP with the extension
 * @return list<array> for results.json
 */
function measure_pools(array $php, int $rounds): array
{
    echo "\nA job of 64 bytes through two workers, in microseconds: the median of the rounds, and of their ratios to\n",
        "the pool's map(), the lowest and the highest.\n\n";
    $programs = pools($php);
    $figures = [];
    for ($round = 0; $round < $rounds; $round++) {
        foreach ($programs as $name => $command) {
            $figures[$name][] = round(printed_by($command), 3);
        }
        $programs = array_reverse($programs, true);
    }
    printf("| %-48s | %8s | %20s |\n| %-48s | %8s | %20s |\n", 'jobs by', 'µs', 'ratio', '---', '---:', '---:');
    $own = $figures['WorkerPool, map()'];
    $measured = [];
    foreach (array_keys(pools($php)) as $name) {
        $ratio = spread(array_map(fn (float $one, float $other) => round($one / $other, 3), $figures[$name], $own));
        $measured[] = ['name' => $name, 'microseconds' => $figures[$name], 'to map()' => $ratio];
        printf("| %-48s | %8s | %20s |\n", $name, digits(median($figures[$name])), vsprintf('%.2f (%.2f..%.2f)', $ratio));
    }

    return $measured;
}
