<?php

// Guards the speed without a clock: counts the processor's instructions per message with callgrind
// and compares them with instructions.json. instructions.php MODULE [--write], with the extension's
// file; --write stores the new counts.
//
// Two counts of the same case differ by less than a tenth of a percent. The process id is part of each
// request's id, in which a digit costs half a percent. Counts depend on the version of PHP and the kind
// of processor, so each has its own figures.

declare(strict_types=1);

require __DIR__ . '/callgrind.php';

const CASES = [
    'request and reply, 64 B',
    'request and reply, 64 KiB',
    'request and reply, 64 B, JSON',
    'notification, 64 B',
    'request and reply, 64 B, after 200 sessions',
];

/** The numbers of exchanges of two runs. The difference of their counts excludes the start of PHP. */
const SHORT_RUN = 200, LONG_RUN = 700;

/** In percent: the largest excess over the stored count, and the largest difference between two counts. */
const ROOM = 5, REPETITION = 0.5;

/** The number of instructions for one exchange of messages, at both ends together. */
function count_instructions(string $module, string $case): int
{
    return intdiv(count_run($module, $case, LONG_RUN) - count_run($module, $case, SHORT_RUN), LONG_RUN - SHORT_RUN);
}

function count_run(string $module, string $case, int $times): int
{
    $arguments = [__DIR__ . '/counted.php', $case, $times];
    $output = (new Callgrind($module, ['--callgrind-out-file=/dev/null'], $arguments))->finish();
    if (!preg_match('/Collected : (\d+)$/m', $output, $match)) {
        throw new RuntimeException("Not counted: $case\n$output");
    }

    return (int) $match[1];
}

/** The percentage by which a number exceeds another. */
function percent(int $number, int $other): float
{
    return 100 * ($number / $other - 1);
}

$module = $argv[1];
$file = __DIR__ . '/instructions.json';
$stored = json_decode(file_get_contents($file), true, flags: JSON_THROW_ON_ERROR);
$build = sprintf('PHP %d.%d %s', PHP_MAJOR_VERSION, PHP_MINOR_VERSION, php_uname('m'));
$build .= (PHP_ZTS ? ' zts' : '') . (PHP_DEBUG ? ' debug' : '');

if (in_array('--write', $argv, true)) {
    foreach (CASES as $case) {
        [$count, $again] = [count_instructions($module, $case), count_instructions($module, $case)];
        if (abs(percent($again, $count)) > REPETITION) {
            throw new RuntimeException("$case: $count instructions, then $again: they do not repeat");
        }
        printf("%-43s %7d instructions\n", $case, $count);
        $stored[$build][$case] = $count;
    }
    file_put_contents($file, json_encode($stored, JSON_PRETTY_PRINT) . "\n");
    exit;
}

if (!isset($stored[$build])) {
    echo "Skipped: no instruction counts are stored for $build; scripts/test-instructions --write stores them.\n";
    exit;
}
$failed = 0;
foreach ($stored[$build] as $case => $figure) {
    $count = count_instructions($module, $case);
    $more = percent($count, $figure);
    printf("%-43s %7d instructions, %+.1f %% of the stored %d\n", $case, $count, $more, $figure);
    $failed += (int) ($more > ROOM);
}
if ($failed > 0) {
    printf("%d of %d take over %d %% more than stored in %s.\n", $failed, count($stored[$build]), ROOM, basename($file));
    exit(1);
}
