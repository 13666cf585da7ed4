<?php

declare(strict_types=1);

namespace Bench;

require_once __DIR__ . '/statistics.php';

/** The results: prints them case by case as a Markdown table, and keeps them for results.json. */
final class Report
{
    /** The printed widths of a placement, a case's name, a time and a ratio. */
    private const PLACEMENT = 19, CASE = 44, TIME = 10, RATIO = 21;

    /** @var list<array{placement: string, name: string, columns: array<string, array|null>}> */
    private array $cases = [];

    /**
     * @param list<string> $columns
     * @param array<string, string> $conditions the machine, the versions and the settings
     */
    public function __construct(private readonly array $columns, private readonly array $conditions)
    {
        foreach ($conditions as $name => $condition) {
            echo "$name: $condition\n";
        }
        echo "\nMicroseconds per message, or per request and its reply: the median of the rounds. After it the ratio\n",
            "to the column named: the median of the rounds' ratios, their lowest and their highest, all in the same\n",
            "placement of the two processes.\n\n";
        $times = array_combine($columns, $columns);
        $bases = array_map(fn (string $column) => '/ ' . self::base($column), $times);
        $this->print('placement', 'case', $times, $bases);
        $rule = array_fill_keys($columns, '---:');
        $this->print('---', '---', $rule, $rule);
    }

    /**
     * Adds a case.
     *
     * @param array<string, list<float>> $microseconds of each round, by column
     */
    public function add(Placement $placement, string $name, array $microseconds): void
    {
        $times = $ratios = [];
        $columns = array_fill_keys($this->columns, null);
        foreach (array_intersect($this->columns, array_keys($microseconds)) as $column) {
            $rounds = $microseconds[$column];
            $columns[$column] = [
                'microseconds' => median($rounds),
                'rounds' => $rounds,
                'to_limit' => self::ratio($rounds, $microseconds['limit']),
                'to_extension' => self::ratio($rounds, $microseconds['extension']),
            ];
            $times[$column] = digits(median($rounds));
            $ratios[$column] = vsprintf('%.2f (%.2f..%.2f)', $columns[$column]['to_' . self::base($column)]);
        }
        $this->print($placement->value, $name, $times, $ratios);
        $this->cases[] = ['placement' => $placement->value, 'name' => $name, 'columns' => $columns];
    }

    /** Says why a case was not measured. */
    public function skip(Placement $placement, string $name, string $reason): void
    {
        printf("| %-*s | %-*s | skipped: %s |\n", self::PLACEMENT, $placement->value, self::CASE, $name, $reason);
    }

    /** @return array{conditions: array<string, string>, cases: list<array>} */
    public function results(): array
    {
        return ['conditions' => $this->conditions, 'cases' => $this->cases];
    }

    /** The column that the table compares this one with. */
    private static function base(string $column): string
    {
        return in_array($column, ['extension', 'rust'], true) ? 'limit' : 'extension';
    }

    /** @return array{median: float, lowest: float, highest: float} */
    private static function ratio(array $rounds, array $base): array
    {
        return spread(array_map(fn (float $one, float $other) => round($one / $other, 3), $rounds, $base));
    }

    /**
     * @param array<string, string> $times of the columns that have one
     * @param array<string, string> $ratios
     */
    private function print(string $placement, string $name, array $times, array $ratios): void
    {
        printf('| %-*s | %-*s |', self::PLACEMENT, $placement, self::CASE, $name);
        foreach ($this->columns as $column) {
            printf(' %*s |', self::TIME, $times[$column] ?? '–');
            if ($column !== 'limit') {
                printf(' %*s |', self::RATIO, $ratios[$column] ?? '');
            }
        }
        echo "\n";
    }
}
