--TEST--
JSON: payloads changed at random are read or refused alike, whether the engine's JSON functions are asked or not
--INI--
memory_limit=1G
--FILE--
<?php
use StreamIpc\Serialization\JsonMessageSerializer;

require __DIR__ . '/../support/json.php';

const PIECES = '/-?\d[\d.eE+-]*|"(?:[^"\\\\]|\\\\.)*"|true|false|null|[{}\[\]:,]/';
const SPARE = [
    '0', '-0', '-0.0', '0e0', '01', '1.', '.5', '1.5', '1e3', '-1E-3', '1e400', '-1e400', '1e-400', '5e-324', '0.1', '+1', '-',
    '9223372036854775807', '9223372036854775808', '-9223372036854775808', '-9223372036854775809', '18446744073709551615', '99999999999999999999',
    'null', 'true', 'false', 'NULL', 'True', 'nul', '""', '" "', '"5"', '"1.5"', '"abc"', '"\\u0041"', '"\\ud83d\\ude00"', '"\\ud83d"', '"\\ude00"', '"\\u0000"', '"\\x"', "\"\n\"", "\"\xFF\"", '"a\\/b"',
    '{}', '[]', '{ }', "\t[\r\n1 , 2 ]", '[1,]', '[,]', '{"a":1,}', '{"a":1,"a":2}', '{"1":1,"-0":2,"01":3}', '{"":1}', '{"\\u0000a":1}', '[[[]]]', '{"__class":1}', '{"a":1,"__class":"Nothing"}',
    '{"__class":"Nothing"}', '{"__class":"nothing"}', '{"__class":"\\\\Nothing"}', '{"__class":"Missing"}', '{"__class":"Missing","a":{"__class":"Nothing"}}', '{"__class":"Unmade"}', '{"__class":"Shape"}', '{"__class":"Suit"}',
    '{"__class":"Point","x":1}', '{"__class":"Point","x":1,"x":2}', '{"__class":"Point","hidden":1}', '{"__class":"Point3","hidden":1}', '{"__class":"Point","x":1,"hidden":2}', '{"__class":"Point","count":1}', '{"__class":"Nothing","new":1}',
    '{"__class":"Typed","int":"5"}', '{"__class":"Typed","int":1.0}', '{"__class":"Typed","int":1.5}', '{"__class":"Typed","float":3}', '{"__class":"Typed","int":null}', '{"__class":"Typed","bool":1}', '{"__class":"Typed","string":5}', '{"__class":"Typed","array":"a"}', '{"__class":"Typed","self":{"__class":"Nothing"}}',
    '{"__class":"Fixed","id":1}', '{"__class":"Fixed","id":1,"id":2}', '{"__class":"Fixed","list":[],"id":1}', '{"__class":"Leaving","value":1}', '{"__class":"Waking","value":1}', '{"__class":"Custom","value":1}', '{"__class":"Open","dynamic":1}', '{"__class":"stdClass","a":1}', '{"__class":""}',
    '"__class"', '"content"', '"more"', '"x"', '{', '}', '[', ']', ':', ',', '"', '', ' ',
];

function changed(string $json): string
{
    do {
        if (preg_match_all(PIECES, $json, $found, PREG_OFFSET_CAPTURE)) {
            // The first brace stays, behind which the long way begins.
            [$piece, $offset] = $found[0][mt_rand(1, count($found[0]) - 1)] ?? ['', strlen($json)];
            $other = mt_rand(0, 2) ? SPARE[array_rand(SPARE)] : $found[0][array_rand($found[0])][0];
            $json = substr_replace($json, $other, $offset, strlen($piece));
        }
    } while (mt_rand(0, 3) === 0);

    return mt_rand(0, 9) ? $json : substr($json, 0, mt_rand(1, strlen($json)));
}

set_error_handler(fn() => true);
$serializer = new JsonMessageSerializer();
$first = random_int(1, PHP_INT_MAX >> 32);
for ($seed = $first, $read = $count = 0; $seed < $first + 1000; $seed++) {
    Graphs::seed($seed);
    try {
        $json = $serializer->serialize(Graphs::box());
    } catch (JsonException) {
        continue;
    }
    for ($i = 0; $i < 20; $i++, $count++) {
        $changed = changed($json);
        Ran::take();
        $actual = outcome(fn() => read_at_once($changed));
        $expected = outcome(fn() => read_the_long_way($changed));
        if ($actual !== $expected) {
            exit("seed $seed, $changed read: " . json_encode([$expected, $actual], JSON_INVALID_UTF8_SUBSTITUTE));
        }
        $read += str_starts_with($expected[0], 'object(Box)');
    }
}
// Enough of them are still some message, or the rest would prove little.
echo $count > 3000 && $read > $count / 20 ? 'the same' : "only $read of $count were messages", "\n";
--EXPECT--
the same
