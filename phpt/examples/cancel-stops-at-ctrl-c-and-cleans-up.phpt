--TEST--
examples/cancel: Ctrl-C cancels the running export, the worker removes what it has written, and both end at once
--SKIPIF--
<?php if (!function_exists("pcntl_signal")) die("skip pcntl is needed"); ?>
--FILE--
<?php
$parent = __DIR__ . '/../../examples/cancel/parent.php';
$path = sys_get_temp_dir() . '/stream-ipc-export-' . getmypid();
$run = function (int $lines, ?int $until = null) use ($parent, $path): void {
    $process = proc_open([PHP_BINARY, $parent, $path, (string) $lines], [1 => ['pipe', 'w'], 2 => STDERR], $pipes);
    for ($line = 0; $until !== null && $line < $until; $line++) {
        echo fgets($pipes[1]);
    }
    $start = hrtime(true);
    $until === null || proc_terminate($process, SIGINT);
    echo stream_get_contents($pipes[1]);
    echo 'exit code ', proc_close($process), ', ', file_exists($path) ? 'a file' : 'no file', "\n";
    $until === null || print(hrtime(true) - $start < 1e9 ? "at once\n" : "late\n");
};
$run(100);
unlink($path);
$run(100_000, 2);
?>
--EXPECT--
100 lines
100 lines written, 792 bytes.
exit code 0, a file
100 lines
200 lines
Cancelled.
exit code 130, no file
at once
