<?php

declare(strict_types=1);

namespace Examples\Serializers;

use StreamIpc\Message\Message;

final readonly class Add implements Message
{
    /** @param list<int> $numbers */
    public function __construct(public array $numbers)
    {
    }
}

final readonly class Sum implements Message
{
    public function __construct(public int $value)
    {
    }
}
