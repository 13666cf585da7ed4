--TEST--
Native: of thousands of objects, nested ones too, each may come again, and is the same one then
--FILE--
<?php

use StreamIpc\Message\Message;
use StreamIpc\Serialization\NativeMessageSerializer;

final class Node implements Message
{
    public function __construct(public int $number, public ?Node $first, public array $others)
    {
    }
}

const OBJECTS = 5000;
mt_srand(6);
$made = [];

/** A node with others below it; those that are complete come again in it. */
$make = function (int $depth) use (&$made, &$make): Node {
    $first = mt_rand(0, 1) > 0 && $depth < 12 ? $make($depth + 1) : null;
    for ($others = []; mt_rand(0, 2) > 0;) {
        $others[] = mt_rand(0, 3) === 0 && $depth < 12 || $made === [] ? $make($depth + 1) : $made[array_rand($made)];
    }

    return $made[] = new Node(count($made), $first, $others);
};

for ($nodes = []; count($made) < OBJECTS;) {
    $nodes[] = $make(0);
    array_push($nodes, $made[array_rand($made)], $made[0], end($made));
}
$message = new Node(-1, null, $nodes);
$serializer = new NativeMessageSerializer();
$payload = $serializer->serialize($message);
echo preg_match_all('/;r:\d+;/', $payload) > OBJECTS / 2 ? "many come again\n" : "few come again\n";
$read = $serializer->deserialize($payload);
var_dump($payload === serialize($message), $payload === serialize($read));
--EXPECT--
many come again
bool(true)
bool(true)
