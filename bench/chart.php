<?php

declare(strict_types=1);

namespace Bench;

require_once __DIR__ . '/statistics.php';

/** The colour of texts and lines, readable on white and on near-black, as GitHub shows both. */
const GREY = '#6f7984';

/** The colour of each column's marks, and their shapes around the origin. */
const MARKS = [
    'extension' => ['#2f81f7', '<circle r="6"/>'],
    'rust' => ['#2da44e', '<path d="M-6 5 0-7 6 5Z"/>'],
    'userland' => ['#c27c0e', '<rect x="-5" y="-5" width="10" height="10"/>'],
    'package' => ['#a55eea', '<path d="M0-7 7 0 0 7-7 0Z"/>'],
];

/** In pixels: where the scale starts and ends, where the rows start, the height of a row, the width of a column of figures. */
const LEFT = 310, RIGHT = 700, TOP = 62, ROW = 24, FIGURES = 110;

const TITLE = 'Time in multiples of the limit, which moves the same bytes with poll, read and write alone.';
const READING = 'Shorter is better, logarithmic.';

/**
 * Draws the time of each column in multiples of the limit, case by case below their placement: medians
 * and spreads on a logarithmic scale, and the medians in figures beside it.
 *
 * @param list<array{placement: string, name: string, columns: array<string, array|null>}> $cases
 */
function chart(array $cases): string
{
    $scale = Scale::of($cases);
    $columns = array_keys(array_intersect_key(MARKS, $cases[0]['columns']));
    // The right edge of each column of figures.
    $edges = array_combine($columns, range(RIGHT + FIGURES, RIGHT + FIGURES * count($columns), FIGURES));

    $rows = [];
    $y = TOP;
    $placement = null;
    foreach ($cases as $case) {
        if ($case['placement'] !== $placement) {
            $placement = $case['placement'];
            $rows[] = heading(14, $y + 17, $placement);
            $y += ROW;
        }
        $rows[] = draw_case($case, $y + ROW / 2, $edges, $scale);
        $y += ROW;
    }

    return svg(end($edges) + 10, $y + 34, [
        text(14, 24, TITLE . ' ' . READING, 'start'),
        draw_legend($edges),
        draw_scale($scale, $y),
        ...$rows,
    ]);
}

/** Places ratios on the logarithmic scale. */
final readonly class Scale
{
    private function __construct(public float $lowest, public float $highest)
    {
    }

    /** A scale that holds the spreads of all cases. */
    public static function of(array $cases): self
    {
        $ratios = array_map(fn (array $case) => array_column(array_filter($case['columns']), 'to_limit'), $cases);
        $ratios = array_merge(...$ratios);

        return new self(
            0.9 * min(0.8, ...array_column($ratios, 'lowest')),
            1.1 * max(4, ...array_column($ratios, 'highest')),
        );
    }

    public function x(float $ratio): float
    {
        return LEFT + (RIGHT - LEFT) * log($ratio / $this->lowest) / log($this->highest / $this->lowest);
    }
}

/** Each mark with its name beside it, above the column of its figures. */
function draw_legend(array $edges): string
{
    $entry = fn (string $name, float $edge) => mark($edge - 76, TOP - 17, $name) . text($edge - 64, TOP - 12, $name, 'start');

    return implode("\n", array_map($entry, array_keys($edges), $edges));
}

function draw_scale(Scale $scale, float $bottom): string
{
    $parts = [];
    foreach ([0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500] as $tick) {
        if ($tick >= $scale->lowest && $tick <= $scale->highest) {
            $parts[] = line($scale->x($tick), TOP - 6, "V$bottom", GREY, $tick === 1 ? 1 : 0.25);
            $parts[] = text($scale->x($tick), $bottom + 18, $tick === 1 ? 'limit' : "{$tick}×", 'middle');
        }
    }

    return implode("\n", $parts);
}

function draw_case(array $case, float $y, array $edges, Scale $scale): string
{
    $parts = [text(LEFT - 14, $y + 5, $case['name'])];
    // Backwards, so that the extension is on top of the others.
    foreach (array_reverse($edges) as $name => $edge) {
        if (!isset($case['columns'][$name])) {
            $parts[] = text($edge, $y + 5, '–');
            continue;
        }
        ['median' => $median, 'lowest' => $from, 'highest' => $to] = $case['columns'][$name]['to_limit'];
        $parts[] = line($scale->x($from), $y, sprintf('H%.1f', $scale->x($to)), MARKS[$name][0]);
        $parts[] = mark($scale->x($median), $y, $name);
        $parts[] = text($edge, $y + 5, digits($median) . '×');
    }

    return implode("\n", $parts);
}

/** @param list<string> $parts */
function svg(float $width, float $height, array $parts): string
{
    return sprintf(
        <<<'SVG'
        <svg xmlns="http://www.w3.org/2000/svg" width="%1$d" height="%2$d" viewBox="0 0 %1$d %2$d" role="img">
        <title>%4$s</title>
        <style>text { font: 13px system-ui, sans-serif; fill: %3$s }</style>
        %5$s
        </svg>

        SVG,
        $width,
        $height,
        GREY,
        htmlspecialchars(TITLE),
        implode("\n", $parts),
    );
}

function text(float $x, float $y, string $text, string $anchor = 'end'): string
{
    return sprintf('<text x="%.1f" y="%.1f" text-anchor="%s">%s</text>', $x, $y, $anchor, htmlspecialchars($text));
}

function heading(float $x, float $y, string $text): string
{
    return sprintf('<text x="%.1f" y="%.1f" style="font-weight: bold">%s</text>', $x, $y, htmlspecialchars($text));
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
