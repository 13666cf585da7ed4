<?php

declare(strict_types=1);

namespace Examples\RustParent;

use StreamIpc\Message\Message;

final readonly class CountPrimes implements Message
{
    public function __construct(public int $from, public int $to)
    {
    }
}

final readonly class Progress implements Message
{
    public function __construct(public int $percent)
    {
    }
}

final readonly class Counted implements Message
{
    public function __construct(public int $primes)
    {
    }
}
