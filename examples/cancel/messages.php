<?php

declare(strict_types=1);

namespace Examples\Cancel;

use StreamIpc\Message\Message;

/** Asks for a file with so many lines. */
final readonly class Export implements Message
{
    public function __construct(public string $path, public int $lines)
    {
    }
}

final readonly class Progress implements Message
{
    public function __construct(public int $lines)
    {
    }
}

final readonly class Exported implements Message
{
    public function __construct(public int $lines, public int $bytes)
    {
    }
}
