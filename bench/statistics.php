<?php

declare(strict_types=1);

namespace Bench;

/** @param non-empty-list<float> $numbers */
function median(array $numbers): float
{
    sort($numbers);
    $middle = intdiv(count($numbers), 2);

    return count($numbers) % 2 === 1 ? $numbers[$middle] : ($numbers[$middle - 1] + $numbers[$middle]) / 2;
}

/**
 * @param non-empty-list<float> $numbers
 * @return array{median: float, lowest: float, highest: float}
 */
function spread(array $numbers): array
{
    return ['median' => median($numbers), 'lowest' => min($numbers), 'highest' => max($numbers)];
}

/** A number with about three digits. */
function digits(float $number): string
{
    return sprintf(match (true) {
        abs($number) < 10 => '%.2f',
        abs($number) < 100 => '%.1f',
        default => '%.0f',
    }, $number);
}
