<?php

declare(strict_types=1);

namespace Examples\Server;

use StreamIpc\Message\Message;

// A client asks for something that the back end needs so many milliseconds for. The way says how the server
// waits for the back end meanwhile: promise, deferred or concurrent.
final readonly class Render implements Message
{
    public function __construct(public int $milliseconds, public string $way)
    {
    }
}

final readonly class Rendered implements Message
{
    public function __construct(public string $page)
    {
    }
}

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
