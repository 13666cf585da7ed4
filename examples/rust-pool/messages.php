<?php

declare(strict_types=1);

namespace Examples\RustPool;

use StreamIpc\Message\Message;

/** How many steps does the number take until it is 1? An even number is halved; an odd one is tripled, plus 1. */
final readonly class CountSteps implements Message
{
    public function __construct(public int $number)
    {
    }
}

final readonly class Steps implements Message
{
    public function __construct(public int $steps)
    {
    }
}
