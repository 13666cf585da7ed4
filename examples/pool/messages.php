<?php

declare(strict_types=1);

namespace Examples\Pool;

use StreamIpc\Message\Message;

/** Asks for the sum of the squares up to a number. */
final readonly class Sum implements Message
{
    public function __construct(public int $upTo)
    {
    }
}

final readonly class Result implements Message
{
    public function __construct(public int $sum)
    {
    }
}
