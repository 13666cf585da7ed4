--TEST--
examples/pool: all jobs are done but the poison job, which kills two workers, and the hanging one, whose worker is terminated
--FILE--
<?php
$parent = __DIR__ . '/../../examples/pool/parent.php';
exec(escapeshellarg(PHP_BINARY) . ' ' . escapeshellarg($parent) . ' 2>/dev/null', $lines, $status);
echo preg_replace(['/in [\d.]+ s by \d+ workers/', '/process \d+/'], ['in a while', 'process N'], implode("\n", array_filter($lines))), "\n";
echo "exit code $status\n";
?>
--EXPECT--
4998 jobs done in a while, 3 of which were lost.
job 1313, started 2 times: The job (Examples\Pool\Sum) is lost: process N exited with code 13; its last words: I cannot bear 1313
job 4242, started 1 times: The job (Examples\Pool\Sum) timed out after 1s on its worker, on process N
exit code 0
