<?php

declare(strict_types=1);

namespace Examples\RustWorker;

use StreamIpc\Message\Message;

/** Which of the numbers, appended to the text, gives the lowest hash? (sdbm, which PHP has no function for.) */
final readonly class FindLowestHash implements Message
{
    public function __construct(public string $text, public int $numbers)
    {
    }
}

final readonly class LowestHash implements Message
{
    public function __construct(public int $number, public int $hash)
    {
    }
}
