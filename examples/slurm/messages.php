<?php

declare(strict_types=1);

namespace Examples\Slurm;

use StreamIpc\Message\Message;

/** Asks for the number of primes in a range. */
final readonly class CountPrimes implements Message
{
    public function __construct(public int $from, public int $to)
    {
    }
}

final readonly class Counted implements Message
{
    public function __construct(public int $primes, public string $node)
    {
    }
}
