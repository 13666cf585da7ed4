--TEST--
JSON: texts of all characters and numbers of all sizes are written as json_encode() does with slashes and Unicode unescaped, and come back
--FILE--
<?php
use StreamIpc\Serialization\JsonMessageSerializer;

require __DIR__ . '/../support/json.php';

const FLAGS = JSON_UNESCAPED_SLASHES | JSON_UNESCAPED_UNICODE | JSON_THROW_ON_ERROR;

function utf8(int $code): string
{
    $rest = fn (int $shift) => chr(0x80 | $code >> $shift & 0x3F);

    return match (true) {
        $code < 0x80 => chr($code),
        $code < 0x800 => chr(0xC0 | $code >> 6) . $rest(0),
        $code < 0x10000 => chr(0xE0 | $code >> 12) . $rest(6) . $rest(0),
        default => chr(0xF0 | $code >> 18) . $rest(12) . $rest(6) . $rest(0),
    };
}

function random_text(): string
{
    $text = '';
    for ($length = mt_rand(0, 20); $length > 0; $length--) {
        $text .= match (mt_rand(0, 5)) {
            0 => utf8(mt_rand(0, 0x1F)),
            1, 2 => utf8(mt_rand(0x20, 0x7F)),
            3 => utf8(mt_rand(0x2020, 0x2030)),
            4 => utf8(mt_rand(0xE000, 0x10FFFF)),
            5 => utf8(mt_rand(0x80, 0xD7FF)),
        };
    }

    return $text;
}

function random_number(): int|float
{
    return match (mt_rand(0, 4)) {
        0 => unpack('q', random_bytes(8))[1] >> mt_rand(0, 63),
        1 => mt_rand(-1000, 1000) / 10 ** mt_rand(0, 9),
        2 => mt_rand(1, 9) * 10.0 ** mt_rand(-30, 30),
        3 => 0.1 * mt_rand(),
        4 => is_finite($float = unpack('d', random_bytes(8))[1]) ? $float : -0.0,
    };
}

$serializer = new JsonMessageSerializer();
foreach ([-1, 17, 0, 5, 40] as $precision) {
    ini_set('serialize_precision', $precision);
    for ($i = 0; $i < 3000; $i++) {
        $content = [random_text() => random_text(), 'n' => random_number(), 'list' => [random_number(), random_text()]];
        $more = random_text();
        $expected = json_encode(['__class' => Box::class, 'content' => $content, 'more' => $more], FLAGS);
        $json = $serializer->serialize(new Box($content, $more));
        if ($json !== $expected) {
            exit("precision $precision: $expected\n$json");
        }
        if (read_at_once($json) !== read_the_long_way($json)) {
            exit("precision $precision: $json is read otherwise");
        }
    }
}
echo "the same\n";
--EXPECT--
the same
