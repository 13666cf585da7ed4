--TEST--
JSON: graphs of objects of every kind are written and read alike, whether the engine's JSON functions are asked or not
--INI--
memory_limit=1G
--FILE--
<?php
use StreamIpc\Serialization\JsonMessageSerializer;

require __DIR__ . '/../support/json.php';

function before_place(string $outcome): string
{
    return str_starts_with($outcome, '{') ? $outcome : explode(', in ', $outcome)[0];
}

$first = random_int(1, PHP_INT_MAX >> 32);
$serializer = new JsonMessageSerializer();
for ($seed = $first, $written = 0; $seed < $first + 4000; $seed++) {
    Graphs::seed($seed);
    $box = Graphs::box();
    $json = outcome(fn() => $serializer->serialize($box))[0];
    // Behind the other: it leaves traces in the objects.
    $expected = outcome(fn() => written_the_long_way($box))[0];
    // One that is refused tells where that lies, which in the long way's is deeper.
    if (before_place($json) !== before_place($expected)) {
        exit("seed $seed, written: $expected\n$json");
    }
    unset($box);
    Ran::take();
    if (!str_starts_with($json, '{')) {
        continue;
    }
    $written++;
    $read = outcome(fn() => read_at_once($json));
    $expected = outcome(fn() => read_the_long_way($json));
    if ($read !== $expected) {
        exit("seed $seed, $json read: " . json_encode([$expected, $read], JSON_INVALID_UTF8_SUBSTITUTE));
    }
}
// The others are refused: INF, bytes that are no UTF-8, cycles, objects with a state that is in no property.
echo $written > 1000 ? 'the same' : "only $written were written", "\n";
--EXPECT--
the same
