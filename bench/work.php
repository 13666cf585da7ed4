<?php

declare(strict_types=1);

namespace Bench;

/** Computes something: an amount of work, however often it is interrupted. */
function work(int $amount): void
{
    for ($hash = ''; $amount > 0; $amount--) {
        $hash = md5($hash);
    }
}

/** The amount of work that takes about so many seconds on a core of its own. */
function work_of(float $seconds): int
{
    $amount = 1000;
    $fastest = INF;
    for ($try = 0; $try < 100; $try++) {
        $start = hrtime(true);
        work($amount);
        $fastest = min($fastest, (hrtime(true) - $start) / 1e9);
    }

    return (int) ($amount * $seconds / $fastest);
}
