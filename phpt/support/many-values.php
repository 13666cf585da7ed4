<?php
// Messages that are small on the wire and large in memory.

use StreamIpc\Message\Message;

const MANY_VALUES = ['integers', 'arrays', 'maps', 'objects', 'strings', 'keys'];

final class Many implements Message
{
    public array $values;

    public function __construct(string $kind, int $count)
    {
        $this->values = match ($kind) {
            'integers' => array_fill(0, $count, 0),
            'arrays' => array_fill(0, $count, [0]),
            'maps' => array_fill(0, $count, ['a' => 0]),
            'objects' => array_map(fn () => (object) ['a' => 0], range(1, $count)),
            'strings' => array_map(fn (int $i) => "ab$i", range(1, $count)),
            'keys' => array_fill(1, $count, 0),
        };
    }
}
