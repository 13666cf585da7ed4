--TEST--
examples/pool: after Ctrl-C the running jobs end, and no worker is left
--SKIPIF--
<?php if (!function_exists("pcntl_signal")) die("skip pcntl is needed"); ?>
--FILE--
<?php
$parent = __DIR__ . '/../../examples/pool/parent.php';
$process = proc_open([PHP_BINARY, $parent, '100000000'], [1 => ['pipe', 'w'], 2 => ['file', '/dev/null', 'w']], $pipes);
$pid = proc_get_status($process)['pid'];
$workers = fn () => array_filter(explode(' ', trim((string) @file_get_contents("/proc/$pid/task/$pid/children"))));
while ($workers() === []) {
    usleep(10_000);
}
$seen = $workers();
usleep(300_000);
proc_terminate($process, SIGINT);
$output = stream_get_contents($pipes[1]);
echo preg_match('/\n(\d+) jobs done/', $output, $match) && $match[1] > 0 ? "some jobs done\n" : $output;
echo str_ends_with($output, "Stopped by Ctrl-C.\n") ? "stopped\n" : $output;
echo 'exit code ', proc_close($process), ', workers left: ', count(array_filter($seen, fn ($pid) => posix_kill((int) $pid, 0))), "\n";
?>
--EXPECT--
some jobs done
stopped
exit code 0, workers left: 0
