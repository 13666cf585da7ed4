--TEST--
examples/status: the worker's status arrives in order while the parent does work of its own
--FILE--
<?php
passthru(escapeshellarg(PHP_BINARY) . ' ' . escapeshellarg(__DIR__ . '/../../examples/status/parent.php') . ' 2>&1', $status);
echo "exit status: $status\n";
?>
--EXPECTREGEX--
worker:   0 %, reading
worker:  25 %, sorting
worker:  50 %, compressing
worker:  75 %, writing
worker: 100 %, finished
Meanwhile the parent found [1-9]\d+ primes\.
exit status: 0
