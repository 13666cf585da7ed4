<?php
// Messages that are small on the wire and large in memory.

use StreamIpc\Message\Message;

const MANY_VALUES = ['integers', 'arrays', 'maps', 'objects', 'strings'];

final class Many implements Message
{
    public array $values;

    public function __construct(string $kind)
    {
        $this->values = match ($kind) {
            'integers' => array_fill(0, 2_000_000, 0),
            'arrays' => array_fill(0, 200_000, [0]),
            'maps' => array_fill(0, 100_000, ['a' => 0]),
            'objects' => array_map(fn () => (object) ['a' => 0], range(1, 100_000)),
            'strings' => array_fill(0, 500_000, 'ab'),
        };
    }
}
