<?php

// Shows what our own writing and reading of messages is worth: counts the processor's instructions per
// message with callgrind, beside those of PHP's functions. serializers.php MODULE, with the extension's
// file, fails where PHP's take fewer.
//
// For JSON, PHP's functions get and give arrays, which is less than our serializer does.

declare(strict_types=1);

require __DIR__ . '/callgrind.php';

/** The numbers of messages of two runs. The difference of their counts excludes the start of PHP. */
const SHORT_RUN = 400, LONG_RUN = 1_200;

const OPERATIONS = [
    'native, written' => 'serialize()',
    'native, read' => 'unserialize()',
    'JSON, written' => 'json_encode()',
    'JSON, read' => 'json_decode()',
];

/** The messages, and the most instructions of ours, compared with PHP's. */
const MESSAGES = [
    'text of 64 B' => 1.0,
    'text of 64 KiB' => 1.0,
    'objects in each other' => 1.0,
    '200 classes in turn' => 1.0,
    // PHP's functions do these, but only a failed attempt finds that out.
    'a DateTimeImmutable in it' => 1.1,
];

/** The number of instructions per message. */
function count_instructions(string $module, string $operation, string $by, string $message): int
{
    [$short, $long] = array_map(static function (int $times) use ($module, $operation, $by, $message): int {
        $arguments = [__DIR__ . '/serialized.php', $operation, $by, $message, $times];
        $output = (new Callgrind($module, ['--callgrind-out-file=/dev/null'], $arguments))->finish();

        return preg_match('/Collected : (\d+)$/m', $output, $match) ? (int) $match[1] : throw new RuntimeException($output);
    }, [SHORT_RUN, LONG_RUN]);

    return intdiv($long - $short, LONG_RUN - SHORT_RUN);
}

$module = $argv[1];
$failed = 0;
printf("%-17s %-25s %8s %8s %18s\n", '', '', 'ours', "PHP's", 'ours compared');
foreach (OPERATIONS as $operation => $function) {
    foreach (MESSAGES as $message => $most) {
        if (str_starts_with($operation, 'JSON') && str_contains($message, 'DateTime')) {
            // JSON refuses it.
            continue;
        }
        $ours = count_instructions($module, $operation, 'ours', $message);
        $theirs = count_instructions($module, $operation, 'theirs', $message);
        $fails = $ours > $most * $theirs;
        printf("%-17s %-25s %8d %8d %18.2f%s\n", $operation, $message, $ours, $theirs, $ours / $theirs, $fails ? " FAILS: $function is faster" : '');
        $failed += (int) $fails;
    }
}
exit($failed > 0 ? 1 : 0);
