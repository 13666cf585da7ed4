<?php
// Runs code in a PHP that has the stubs instead of the extension.

function with_stubs(string $code): string
{
    extension_loaded('stream_ipc') || exit("The extension is not loaded, which the stubs are of.\n");
    // -n: no ini file, and so no extension.
    $command = [PHP_BINARY, '-n', '-r', 'require "php-stubs/stream_ipc.stub.php"; ' . $code];
    $process = proc_open($command, [1 => ['pipe', 'w'], 2 => ['redirect', 1]], $pipes, __DIR__ . '/../..');
    $output = stream_get_contents($pipes[1]);
    proc_close($process);

    return $output;
}
