--TEST--
examples/rust-parent: a Rust program gives work to four PHP workers and hears of their progress
--FILE--
<?php
chdir(__DIR__ . '/../..');
putenv('PHP=' . PHP_BINARY);
$cargo = escapeshellarg(getenv('CARGO') ?: 'cargo');
exec("$cargo run --quiet --release --locked --package rust-parent 2>&1", $lines, $status);

// Each worker's steps come in order; which worker is ahead is up to the machine.
$result = array_pop($lines);
sort($lines, SORT_NATURAL);
echo implode("\n", $lines), "\n$result\nexit status: $status\n";
?>
--EXPECT--
worker 1: 25 %
worker 1: 50 %
worker 1: 75 %
worker 1: 100 %
worker 2: 25 %
worker 2: 50 %
worker 2: 75 %
worker 2: 100 %
worker 3: 25 %
worker 3: 50 %
worker 3: 75 %
worker 3: 100 %
worker 4: 25 %
worker 4: 50 %
worker 4: 75 %
worker 4: 100 %
17984 of the first 200000 numbers are prime.
exit status: 0
