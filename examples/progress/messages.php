<?php

declare(strict_types=1);

namespace Examples\Progress;

use StreamIpc\Message\Message;

final readonly class ImportFiles implements Message
{
    /** @param list<string> $names */
    public function __construct(public array $names)
    {
    }
}

final readonly class Progress implements Message
{
    public function __construct(public int $done, public int $total, public string $current)
    {
    }
}

final readonly class Imported implements Message
{
    public function __construct(public int $files)
    {
    }
}
