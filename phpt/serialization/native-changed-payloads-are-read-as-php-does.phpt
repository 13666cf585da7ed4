--TEST--
Native: payloads changed at random are read, refused or thrown out as with unserialize(), and the same methods run
--FILE--
<?php
use StreamIpc\Message\{ErrorMessage, LogMessage};
use StreamIpc\Envelope\{RequestEnvelope, ResponseEnvelope};
use StreamIpc\Serialization\NativeMessageSerializer;

require __DIR__ . '/../support/graphs.php';
require __DIR__ . '/../support/pause.php';

// What PHP complains about is of no interest here.
set_error_handler(fn() => true);
spl_autoload_register(function (string $class) { Ran::$methods[] = "autoload $class"; });
const PIECES = '/-?\d+|[siabdOCErRN][:;]|"[^"]*"|[:;{}]/';
const VALUES = '/(?<=[;{])(s:\d+:"[^"]*"|E:\d+:"[^"]*"|[ibdr]:[^;]*|N);(?=[^;{]*;)/';
const SPARE = [
    '0', '1', '2', '3', '4', '-1', '+1', '01', '-0', '007', '1.5', '.5', '1.', '1e3', '-1E-3', 'NAN', 'INF', '-INF', '-NAN', '--1', '', ' 1',
    '9223372036854775807', '9223372036854775808', '-9223372036854775808', '18446744073709551615', '18446744073709551617', '99999999999999999999',
    's:', 'S:', 'i:', 'a:', 'b:', 'd:', 'O:', 'C:', 'E:', 'r:', 'R:', 'N;', ':', ';', '{', '}', '"', "\0",
    'i:5;', 'i:+5;', 'i:-05;', 'b:1;', 'b:2;', 'b:01;', 'd:1;', 'd:0x1;', 'd:1.5;', 's:1:"x";', 's:0:"";', 's:2:"id";', 's:1:"5";', 'S:1:"\\41";',
    'a:0:{}', 'a:1:{i:0;i:1;}', 'a:2:{i:0;N;i:0;i:1;}', 'a:2:{i:0;i:1;s:1:"0";i:2;}', 'a:1:{s:2:"-7";i:1;}', 'a:1:{d:1;i:1;}', 'a:99:{i:0;i:1;}',
    'O:7:"Nothing":0:{}', 'O:7:"nothing":0:{}', 'O:8:"\Nothing":0:{}', 'O:7:"Missing":0:{}', 'O:7:"Nothing":1:{i:0;i:1;}', 'O:7:"Nothing":+0:{}',
    'O:6:"Unmade":0:{}', 'O:5:"Shape":0:{}', 'O:7:"Closure":0:{}', 'O:4:"Suit":0:{}', 'O:3:"Old":0:{}', 'C:3:"Old":6:{a:0:{}}', 'O:3:"Ran":0:{}',
    'O:5:"Point":1:{s:1:"x";i:1;}', 'O:5:"Point":2:{s:1:"x";i:1;s:1:"x";i:2;}', 'O:5:"Point":2:{s:1:"x";i:1;s:6:"hidden";i:2;}', 'O:5:"Point":1:{s:5:"count";i:1;}',
    'O:7:"Leaving":1:{s:5:"value";i:1;}', 'O:6:"Waking":1:{s:5:"value";i:1;}', 'O:6:"Custom":0:{}', 'O:8:"stdClass":1:{s:1:"a";i:1;}',
    'E:11:"Suit:Hearts";', 'E:11:"suit:Hearts";', 'E:11:"Suit:hearts";', 'E:9:"Suit:Best";', 'E:9:"Suit:Gone";', 'E:8:"Level:Lo";', 'E:12:"\Suit:Hearts";',
    'r:1;', 'r:2;', 'r:3;', 'r:0;', 'R:1;', 'R:2;', 'R:3;', 'r:-1;', 'r:01;',
];

function changed(string $payload): string
{
    do {
        $tokens = mt_rand(0, 2) ? VALUES : PIECES;
        if (preg_match_all($tokens, $payload, $found, PREG_OFFSET_CAPTURE)) {
            [$token, $offset] = $found[0][array_rand($found[0])];
            $other = mt_rand(0, 1) ? SPARE[array_rand(SPARE)] : $found[0][array_rand($found[0])][0];
            $payload = substr_replace($payload, $other, $offset, strlen($token));
        }
    } while (mt_rand(0, 3) === 0);
    return mt_rand(0, 9) ? $payload : substr($payload, 0, mt_rand(0, strlen($payload)));
}

$classes = [Box::class, 'POINT', Point3::class, Typed::class, Leaving::class];
$protocol = [RequestEnvelope::class, ResponseEnvelope::class, LogMessage::class, ErrorMessage::class];
$all = new NativeMessageSerializer();
$some = new NativeMessageSerializer($classes);

$first = random_int(1, PHP_INT_MAX >> 32);
for ($seed = $first, $read = $count = 0; $seed < $first + 500; $seed++) {
    Graphs::seed($seed);
    try {
        $payload = serialize(Graphs::box());
    } catch (Exception) {
        continue;
    }
    for ($i = 0; $i < 20; $i++, $count++) {
        $changed = changed($payload);
        Ran::take();
        [$serializer, $allowed] = mt_rand(0, 3) ? [$all, true] : [$some, [...$classes, ...$protocol]];
        $expected = unserialized($changed, $allowed);
        end_pause(new Box());
        $actual = outcome(fn() => fingerprint($serializer->deserialize($changed)));
        if ($actual !== $expected) {
            exit("seed $seed, $changed read: " . json_encode([$expected, $actual], JSON_INVALID_UTF8_SUBSTITUTE));
        }
        $read += str_starts_with($expected[0], 'object(Box)');
    }
}
// Enough of them are still some message, or the rest would prove little.
echo $count > 5000 && $read > $count / 20 ? 'the same' : "only $read of $count were messages", "\n";
--EXPECT--
the same
