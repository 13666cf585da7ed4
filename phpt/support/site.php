<?php
// A site of one process: each request meets what the last one left behind.

declare(strict_types=1);

/** Serves these scripts in one process, one request after the other; returns what they print. */
function serve_requests(string ...$scripts): array
{
    $folder = sys_get_temp_dir() . '/stream_ipc_site_' . getmypid();
    mkdir($folder);
    foreach ($scripts as $number => $script) {
        file_put_contents("$folder/$number.php", "<?php $script");
    }
    [$server, $address, $pipes] = start_site($folder);
    try {
        return array_map(
            fn (int $number) => file_get_contents("http://$address/$number.php", context: stream_context_create(
                ['http' => ['ignore_errors' => true, 'timeout' => 30]],
            )),
            array_keys($scripts),
        );
    } finally {
        proc_terminate($server);
        proc_close($server);
        array_map(unlink(...), glob("$folder/*"));
        rmdir($folder);
    }
}

/** @return array{resource, string, list<resource>} the server's process, its address, and what it prints to */
function start_site(string $folder): array
{
    for ($attempt = 0; $attempt < 20; $attempt++) {
        // A port that was free a moment ago.
        $listener = stream_socket_server('tcp://127.0.0.1:0');
        $address = stream_socket_get_name($listener, false);
        fclose($listener);
        $command = [PHP_BINARY, '-S', $address, '-t', $folder];
        $server = proc_open($command, [['file', '/dev/null', 'r'], ['pipe', 'w'], ['pipe', 'w']], $pipes);
        // The server prints a line when it listens; otherwise it ends.
        while (($line = fgets($pipes[2])) !== false) {
            if (str_contains($line, 'started')) {
                return [$server, $address, $pipes];
            }
        }
        proc_close($server);
    }
    throw new RuntimeException('No port was free');
}
