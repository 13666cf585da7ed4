<?php

// The benchmark: bench.php MODULE RAW RUST FOLDER, with the files of the extension, of the raw binary
// and of the Rust binary. Prints the times, the price of looking before sleeping and the times of pools, and
// writes results.json and chart.svg to the folder. Environment:
//
// QUICK=1               fewer and shorter rounds: shows that it runs, measures little
// PURE_PHP_AUTOLOAD     the autoload file of the PHP package riki137/stream-ipc: adds its column
// PARALLEL_AUTOLOAD     that of amphp/parallel: adds its pool

declare(strict_types=1);

namespace Bench;

require __DIR__ . '/cases.php';
require __DIR__ . '/files.php';
require __DIR__ . '/prices.php';
require __DIR__ . '/pools.php';
require __DIR__ . '/readme.php';
require __DIR__ . '/report.php';
require __DIR__ . '/chart.php';

[, $module, $raw, $rust, $folder] = $argv;
[$rounds, $milliseconds, $pricedRounds] = getenv('QUICK') ? [3, 60, 1] : [11, 140, 5];
$columns = columns($module, $raw, $rust);
$report = new Report(array_keys($columns), [
    'stream_ipc' => phpversion('stream_ipc'),
    'PHP' => PHP_VERSION . (PHP_DEBUG ? ', debug' : ''),
    'system' => php_uname('s') . ' ' . php_uname('r') . ' ' . php_uname('m'),
    'stream_ipc.busy_poll' => ini_get('stream_ipc.busy_poll') ?: 'no such setting',
    'load average' => sprintf('%.2f at the start', sys_getloadavg()[0]),
    'rounds' => "$rounds of $milliseconds ms in each column, alternately",
]);

foreach (Placement::cases() as $placement) {
    if ($obstacle = Pins::obstacle($placement)) {
        $report->skip($placement, 'all', $obstacle);
        continue;
    }
    $pins = Pins::of($placement);
    foreach (exchanges() as $exchange) {
        if (!in_array($placement, $exchange->placements, true)) {
            continue;
        }
        if (!may_open($exchange->files())) {
            $report->skip($placement, $exchange->name, "{$exchange->files()} open files are needed, see ulimit -Hn");
            continue;
        }
        $tasks = exchanging($columns, $exchange, $pins);
        $report->add($placement, $exchange->name, measure($tasks, $rounds, $milliseconds, $exchange->batch));
    }
    if ($placement !== Placement::TwoCores) {
        foreach (launching($columns, $pins) as $name => $tasks) {
            $report->add($placement, $name, measure($tasks, $rounds, $milliseconds));
        }
    }
}

$php = php_with($module);
$results = [
    ...$report->results(),
    'prices' => measure_prices($php, $pricedRounds),
    'pools' => measure_pools($php, $pricedRounds),
];
echo "\nThe times for README.md:\n\n", readme_table($results['cases']);

file_put_contents("$folder/results.json", json_encode($results, JSON_PRETTY_PRINT | JSON_UNESCAPED_SLASHES) . "\n");
file_put_contents("$folder/chart.svg", chart($results['cases']));
echo "\nWritten to $folder: results.json, chart.svg\n";
