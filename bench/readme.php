<?php

declare(strict_types=1);

namespace Bench;

require_once __DIR__ . '/statistics.php';

/**
 * The table of README.md in Markdown: microseconds, and multiples of the limit.
 *
 * @param list<array{placement: string, name: string, columns: array<string, array|null>}> $cases
 */
function readme_table(array $cases): string
{
    $columns = array_keys($cases[0]['columns']);
    $lines = [row('case', $columns), row('---', array_map(fn () => '---:', $columns))];
    $placement = null;
    foreach ($cases as $case) {
        if ($case['placement'] !== $placement) {
            $placement = $case['placement'];
            $lines[] = row("**$placement**", array_map(fn () => '', $columns));
        }
        $lines[] = row($case['name'], array_map(cell(...), $columns, $case['columns']));
    }

    return implode("\n", $lines) . "\n";
}

function cell(string $column, ?array $measured): string
{
    return match (true) {
        $measured === null => '–',
        $column === 'limit' => digits($measured['microseconds']),
        default => sprintf('%s (%s×)', digits($measured['microseconds']), digits($measured['to_limit']['median'])),
    };
}

function row(string $first, array $cells): string
{
    return '| ' . implode(' | ', [$first, ...$cells]) . ' |';
}
