--TEST--
examples/rust-pool: a Rust pool of PHP workers does ten thousand jobs and survives the one that kills its workers
--FILE--
<?php
chdir(__DIR__ . '/../..');
putenv('PHP=' . PHP_BINARY);
$cargo = escapeshellarg(getenv('CARGO') ?: 'cargo');
exec("$cargo run --quiet --release --locked --package rust-pool 2>&1", $lines, $status);
echo implode("\n", $lines), "\nexit status: $status\n";
?>
--EXPECTF--
worker %d is lost, busy with a job: process %d exited with code 1; its last words: 0 stays 0 for ever
worker %d is lost, busy with a job: process %d exited with code 1; its last words: 0 stays 0 for ever
0, tried 2 times: the job (Examples\RustPool\CountSteps) is lost: process %d exited with code 1; its last words: 0 stays 0 for ever
6171 takes 261 steps, more than any other number below 10000; 1 failed.
exit status: 0
