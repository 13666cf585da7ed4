<?php

declare(strict_types=1);

namespace Bench;

require_once __DIR__ . '/exchanges.php';
require_once __DIR__ . '/columns.php';
require_once __DIR__ . '/tasks.php';
require_once __DIR__ . '/pins.php';

/**
 * An exchange in each column that bears it.
 *
 * @param array<string, Column> $columns
 * @return array<string, Task>
 */
function exchanging(array $columns, Exchange $exchange, Pins $pins): array
{
    $able = array_filter($columns, fn (Column $column) => $column->bears($exchange));

    return array_map(fn (Column $column) => new Exchanging($pins->pair($column, $exchange)), $able);
}

/**
 * Both kinds of start-up, in each column that has one.
 *
 * @param array<string, Column> $columns
 * @return array<string, array<string, Task>>
 */
function launching(array $columns, Pins $pins): array
{
    $launching = function (string $command) use ($columns, $pins): array {
        $launched = array_filter($columns, fn (Column $column) => $column->$command !== null);

        return array_map(fn (Column $column) => new Launching($pins->parent($column->$command)), $launched);
    };

    return [
        'start-up' => $launching('load'),
        'start-up of both ends, to the first reply' => $launching('first'),
    ];
}
