<?php

declare(strict_types=1);

namespace Examples\Ssh;

use StreamIpc\Message\Message;

/** A piece of work of some length. */
final readonly class Work implements Message
{
    public function __construct(public int $number, public int $milliseconds)
    {
    }
}

final readonly class Done implements Message
{
    public function __construct(public int $number, public string $host)
    {
    }
}
