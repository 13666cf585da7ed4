<?php

declare(strict_types=1);

namespace Examples\Workers;

use StreamIpc\Message\Message;

final readonly class Job implements Message
{
    /** @param int<0, max> $milliseconds */
    public function __construct(public int $number, public int $milliseconds)
    {
    }
}

final readonly class JobDone implements Message
{
    public function __construct(public int $number, public float $seconds)
    {
    }
}
