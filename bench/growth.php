<?php

// Guards against costs that grow faster than the amount: counts the processor's instructions of each
// case of growing.php with an amount and with four times as much. growth.php MODULE, with the extension's
// file, fails if the instructions grow as a power of the amount over MOST.
//
// Times grow faster than instructions, also those of PHP's own arrays and objects, as caches do not
// hold large amounts. PHP's garbage collector is off: when 10,000 values may be garbage, it visits
// everything they reach. A case may have a twin, in which PHP does the same without the extension; it may
// grow as the twin does.

declare(strict_types=1);

require __DIR__ . '/callgrind.php';

/** The first amount. */
const CASES = [
    'adding handlers' => 4_000,
    'removing handlers, newest first' => 4_000,
    'removing handlers, oldest first' => 4_000,
    'removing handlers that are methods' => 4_000,
    'removing handlers that were never added' => 4_000,
    'removing handlers while they run' => 2_000,
    'dispatching to handlers' => 4_000,
    'dispatching where handlers were removed' => 2_000,
    'telling handlers of the end' => 4_000,
    'opening sessions over user streams' => 1_000,
    'closing sessions over user streams, oldest first' => 1_000,
    'closing sessions over user streams, newest first' => 1_000,
    'closing sessions over user transports' => 2_000,
    'closing sessions over sockets' => 1_000,
    'letting go of a peer with sessions' => 1_000,
    'letting go of peers' => 1_000,
    'a message for one of many sessions' => 500,
    'a message for each of many peers' => 500,
    'streams of one transport' => 2_000,
    'pending requests, made' => 5_000,
    'pending requests, asked' => 10_000,
    'pending requests, counted' => 2_000,
    'pending requests, answered and awaited' => 5_000,
    'pending requests, dropped' => 10_000,
    'outcomes, told to handlers' => 5_000,
    'open requests, answered' => 5_000,
    'open requests, cancelled' => 5_000,
    'concurrent handlers, resumed' => 500,
    'objects, written' => 10_000,
    'objects, read' => 10_000,
    'objects as JSON, written' => 10_000,
    'objects as JSON, read' => 5_000,
    'messages of many classes, written' => 16,
    'messages of many classes, read' => 16,
    'objects that come again, read' => 5_000,
    'references, read' => 25_000,
    'frames at once' => 5_000,
    'junk of halves of magics at once' => 50_000,
    'junk of halves of magics in pieces' => 5_000,
    'handlers under the garbage collector' => 20_000,
];

const TWINS = [
    // unserialize(), which reads references for us, walks along a list of blocks to find a numbered value.
    'references, read' => 'references, read by unserialize()',
    'handlers under the garbage collector' => 'an array under the garbage collector',
];

/** Exponents: over MOST, the costs grow too fast; under LEAST, the case does not do what its name says. */
const MOST = 1.15, LEAST = 0.85;

/** The largest difference between the exponents of a case and its twin. */
const LIKE_TWIN = 0.05;

/** The exponent with which the instructions of a case grow. */
function exponent(string $module, string $case, int $size): float
{
    // Both at once, for machines with more than one processor.
    $runs = array_map(static fn (int $size) => new Deed($module, $case, $size), [$size, 4 * $size]);
    [$count, $more] = array_map(static fn (Deed $deed) => $deed->count(), $runs);

    return log($more / $count, 4);
}

/** The part of a case that counts. */
final class Deed
{
    private readonly string $file;

    private readonly Callgrind $run;

    public function __construct(string $module, string $case, int $size)
    {
        $this->file = tempnam(sys_get_temp_dir(), 'growth');
        // callgrind writes a file for each part that ends with a call of usleep(): the second one counts.
        $options = ["--callgrind-out-file=$this->file", '--dump-before=usleep'];
        $settings = ['-d', 'zend.enable_gc=0', '-d', 'memory_limit=-1'];
        $this->run = new Callgrind($module, $options, [...$settings, __DIR__ . '/growing.php', $case, $size]);
    }

    /** The number of instructions. */
    public function count(): int
    {
        try {
            $output = $this->run->finish();
            $counted = preg_match('/^totals: (\d+)$/m', file_get_contents("$this->file.2"), $match);

            return $counted ? (int) $match[1] : throw new RuntimeException("Not counted: $output");
        } finally {
            array_map(unlink(...), glob("$this->file*"));
        }
    }
}

$module = $argv[1];
$failed = 0;
foreach (CASES as $case => $size) {
    $exponent = exponent($module, $case, $size);
    printf('%-49s %6d to %6d: exponent %.2f', $case, $size, 4 * $size, $exponent);
    $most = MOST;
    if (isset(TWINS[$case])) {
        $twin = exponent($module, TWINS[$case], $size);
        printf(', %s: %.2f', TWINS[$case], $twin);
        $most = max($most, $twin + LIKE_TWIN);
    }
    $fails = $exponent > $most || $exponent < LEAST;
    echo $fails ? " FAILS\n" : "\n";
    $failed += (int) $fails;
}
if ($failed > 0) {
    printf("%d of %d cases do not grow as what there is: by an exponent of %.2f to %.2f.\n", $failed, count(CASES), LEAST, MOST);
    exit(1);
}
