<?php

declare(strict_types=1);

namespace Examples\Server;

use StreamIpc\Message\Message;

// A client asks: add this to the counter of that name.
final readonly class Add implements Message
{
    public function __construct(public string $counter, public int $amount)
    {
    }
}

// The server replies with the new value, and how many clients are there.
final readonly class Value implements Message
{
    public function __construct(public int $value, public int $clients)
    {
    }
}
