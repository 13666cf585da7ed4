<?php

declare(strict_types=1);

namespace Examples\Remote;

use StreamIpc\Message\Message;

/** Asks for a hash that takes long on purpose. */
final readonly class Stretch implements Message
{
    public function __construct(public string $password, public int $rounds)
    {
    }
}

final readonly class Stretched implements Message
{
    public function __construct(public string $hash, public string $worker)
    {
    }
}
