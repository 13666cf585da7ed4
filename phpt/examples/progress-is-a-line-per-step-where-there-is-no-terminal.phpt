--TEST--
examples/progress: without a terminal every step of the worker is a line
--FILE--
<?php
passthru(escapeshellarg(PHP_BINARY) . ' ' . escapeshellarg(__DIR__ . '/../../examples/progress/parent.php') . ' 2>&1', $status);
echo "exit status: $status\n";
?>
--EXPECT--
██░░░░░░░░░░░░░░░░░░░░░░░░░░░░   8 %  January.csv
█████░░░░░░░░░░░░░░░░░░░░░░░░░  16 %  February.csv
███████░░░░░░░░░░░░░░░░░░░░░░░  25 %  March.csv
██████████░░░░░░░░░░░░░░░░░░░░  33 %  April.csv
████████████░░░░░░░░░░░░░░░░░░  41 %  May.csv
███████████████░░░░░░░░░░░░░░░  50 %  June.csv
█████████████████░░░░░░░░░░░░░  58 %  July.csv
████████████████████░░░░░░░░░░  66 %  August.csv
██████████████████████░░░░░░░░  75 %  September.csv
█████████████████████████░░░░░  83 %  October.csv
███████████████████████████░░░  91 %  November.csv
██████████████████████████████ 100 %  December.csv
12 files imported.
exit status: 0
