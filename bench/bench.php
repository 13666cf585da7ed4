<?php

// The benchmark: bench.php MODULE RAW RUST FOLDER, with the files of the extension, of the raw binary
// and of the Rust binary. Prints a table, and writes results.json and chart.svg to the folder.
// Environment:
//
// QUICK=1               fewer and shorter rounds: shows that it runs, measures little
// PIN=same|apart|none   both processes of a pair on one CPU (the default), each on its own, or on CPUs
//                       that the kernel chooses
// PURE_PHP_AUTOLOAD     the autoload file of the PHP package riki137/stream-ipc: adds its column

declare(strict_types=1);

namespace Bench;

require __DIR__ . '/exchanges.php';
require __DIR__ . '/columns.php';
require __DIR__ . '/tasks.php';
require __DIR__ . '/pins.php';
require __DIR__ . '/report.php';
require __DIR__ . '/chart.php';

[, $module, $raw, $rust, $folder] = $argv;
[$rounds, $milliseconds] = getenv('QUICK') ? [5, 80] : [11, 250];
$pins = Pins::of(getenv('PIN') ?: 'same');
$columns = columns($module, $raw, $rust);
$exchanges = exchanges();
$report = new Report(array_keys($columns), [
    'stream_ipc' => phpversion('stream_ipc'),
    'PHP' => PHP_VERSION . (PHP_DEBUG ? ', debug' : ''),
    'system' => php_uname('s') . ' ' . php_uname('r') . ' ' . php_uname('m'),
    'pinned' => $pins->description,
    'rounds' => "$rounds of $milliseconds ms in each column, alternately",
]);

foreach ($exchanges as $exchange) {
    if (!may_open($exchange->descriptors())) {
        $report->skip($exchange->name, "{$exchange->descriptors()} open files are needed, see ulimit -Hn");
        continue;
    }
    $able = array_filter($columns, fn (Column $column) => $column->bears($exchange));
    $tasks = array_map(fn (Column $column) => new Exchanging($pins->pair($column, $exchange)), $able);
    $report->add($exchange->name, measure($tasks, $rounds, $milliseconds, $exchange->batch));
}

$launched = array_filter($columns, fn (Column $column) => $column->load !== null);
$tasks = array_map(fn (Column $column) => new Launching($pins->parent($column->load)), $launched);
$report->add('start-up', measure($tasks, $rounds, $milliseconds));

$tasks = array_map(fn (Column $column) => new Launching(
    $column->first ? $pins->parent($column->first) : $pins->pair($column, $exchanges[0]),
), $launched);
$report->add('start-up of both ends, to the first reply', measure($tasks, $rounds, $milliseconds));

file_put_contents("$folder/results.json", json_encode($report->results(), JSON_PRETTY_PRINT | JSON_UNESCAPED_SLASHES) . "\n");
file_put_contents("$folder/chart.svg", chart($report->results()['cases']));
echo "\nWritten to $folder: results.json, chart.svg\n";

/** Raises the limit of open files, for this process and its children, if it is too low. */
function may_open(int $descriptors): bool
{
    ['soft openfiles' => $soft, 'hard openfiles' => $hard] = posix_getrlimit();
    $enough = fn (int|string $limit) => $limit === 'unlimited' || $limit >= $descriptors;

    return $enough($soft)
        || $enough($hard) && posix_setrlimit(POSIX_RLIMIT_NOFILE, $descriptors, $hard === 'unlimited' ? POSIX_RLIMIT_INFINITY : $hard);
}
