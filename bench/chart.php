<?php

declare(strict_types=1);

namespace Bench;

/** The colour of texts and lines, readable on white and on near-black, as GitHub shows both. */
const GREY = '#6f7984';

/** The colour of each column's marks, and their shapes around the origin. */
const MARKS = [
    'extension' => ['#2f81f7', '<circle r="6"/>'],
    'rust' => ['#2da44e', '<path d="M-6 5 0-7 6 5Z"/>'],
    'userland' => ['#c27c0e', '<rect x="-5" y="-5" width="10" height="10"/>'],
    'package' => ['#a55eea', '<path d="M0-7 7 0 0 7-7 0Z"/>'],
];

/**
 * Draws the time of each column in multiples of the limit, case by case: medians and spreads on a
 * logarithmic scale, and the medians in figures beside it.
 *
 * @param list<array{name: string, columns: array<string, array|null>}> $cases
 */
function chart(array $cases): string
{
    $marks = array_intersect_key(MARKS, $cases[0]['columns']);
    $ratios = array_map(fn (array $case) => array_column(array_filter($case['columns']), 'to_limit'), $cases);
    $ratios = array_merge(...$ratios);
    $lowest = min(0.8, ...array_column($ratios, 'lowest'));
    $highest = 1.1 * max(4, ...array_column($ratios, 'highest'));

    // In pixels: the start and the end of the scale, the height of a row, the width of a column of figures.
    [$left, $right, $top, $row, $figures] = [310, 640, 62, 26, 94];
    $bottom = $top + $row * count($cases);
    $x = fn (float $ratio) => $left + ($right - $left) * log($ratio / $lowest) / log($highest / $lowest);
    $places = array_combine(array_keys($marks), range($right + $figures, $right + $figures * count($marks), $figures));

    $parts = [];
    foreach ([0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500] as $tick) {
        if ($tick >= $lowest && $tick <= $highest) {
            $parts[] = line($x($tick), $top - 6, "V$bottom", GREY, $tick === 1 ? 1 : 0.25);
            $parts[] = text($x($tick), $bottom + 18, $tick === 1 ? 'limit' : "{$tick}×", 'middle');
        }
    }
    foreach ($places as $name => $place) {
        $parts[] = mark($place - 76, $top - 25, $name) . text($place, $top - 20, $name);
    }
    foreach ($cases as $number => ['name' => $case, 'columns' => $columns]) {
        $y = $top + $row * ($number + 0.5);
        $parts[] = text($left - 14, $y + 5, $case);
        // Backwards, so that the extension is on top of the others.
        foreach (array_reverse($places) as $name => $place) {
            if (!isset($columns[$name])) {
                $parts[] = text($place, $y + 5, '–');
                continue;
            }
            ['median' => $median, 'lowest' => $from, 'highest' => $to] = $columns[$name]['to_limit'];
            $parts[] = line($x($from), $y, sprintf('H%.1f', $x($to)), MARKS[$name][0]) . mark($x($median), $y, $name);
            $parts[] = text($place, $y + 5, sprintf($median < 10 ? '%.2f×' : '%.0f×', $median));
        }
    }

    return sprintf(
        <<<'SVG'
        <svg xmlns="http://www.w3.org/2000/svg" width="%1$d" height="%2$d" viewBox="0 0 %1$d %2$d" role="img">
        <title>Time in multiples of the limit: the same bytes moved with poll, read and write alone</title>
        <style>text { font: 13px system-ui, sans-serif; fill: %3$s }</style>
        %4$s
        </svg>

        SVG,
        $right + $figures * count($marks) + 10,
        $bottom + 34,
        GREY,
        implode("\n", [text(14, 24, 'Time in multiples of the limit: the same bytes moved with poll, read and write alone', 'start'), ...$parts]),
    );
}

function text(float $x, float $y, string $text, string $anchor = 'end'): string
{
    return sprintf('<text x="%.1f" y="%.1f" text-anchor="%s">%s</text>', $x, $y, $anchor, htmlspecialchars($text));
}

/** @param string $to the rest of the path, as "V100" or "H100" */
function line(float $x, float $y, string $to, string $colour, float $opacity = 1): string
{
    return sprintf('<path d="M%.1f %.1f%s" stroke="%s" stroke-opacity="%s" stroke-width="1.5"/>', $x, $y, $to, $colour, $opacity);
}

function mark(float $x, float $y, string $column): string
{
    [$colour, $shape] = MARKS[$column];

    return sprintf('<g transform="translate(%.1f %.1f)" fill="%s">%s</g>', $x, $y, $colour, $shape);
}
