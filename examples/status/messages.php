<?php

declare(strict_types=1);

namespace Examples\Status;

use StreamIpc\Message\Message;

final readonly class Start implements Message
{
}

final readonly class Status implements Message
{
    public function __construct(public string $phase, public int $percent)
    {
    }
}
