--TEST--
examples/amphp: three workers are busy at once, and the event loop goes on
--SKIPIF--
<?php require __DIR__ . '/../support/amp.php'; skip_without_amp(); ?>
--FILE--
<?php
exec(escapeshellarg(PHP_BINARY) . ' ' . escapeshellarg(__DIR__ . '/../../examples/amphp/parent.php') . ' 2>&1', $lines, $status);
// On a busy machine a worker may start late.
sort($lines);
echo implode("\n", $lines), "\nexit status: $status\n";
?>
--EXPECT--
The event loop ran all the time.
first: worked for 300 ms
second: worked for 200 ms
third: worked for 100 ms
exit status: 0
