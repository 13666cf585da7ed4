<?php
// Runs PHP's built-in web server: one process that serves requests one after another, as one of FPM does.

/**
 * Starts the server; each request runs this code.
 *
 * @return array{resource, string} the process, and the address to ask
 */
function start_server(string $code, array $options = []): array
{
    $file = tempnam(sys_get_temp_dir(), 'stream-ipc');
    file_put_contents($file, "<?php\n$code");
    register_shutdown_function(unlink(...), $file);
    // A port that is free now.
    $probe = stream_socket_server('tcp://127.0.0.1:0');
    $address = stream_socket_get_name($probe, false);
    fclose($probe);
    $command = [PHP_BINARY, ...$options, '-S', $address, $file];
    $server = proc_open($command, [STDIN, ['file', '/dev/null', 'w'], ['file', '/dev/null', 'w']], $pipes);
    register_shutdown_function(proc_terminate(...), $server);
    $limit = hrtime(true) + 10_000_000_000;
    while (!$connection = @stream_socket_client("tcp://$address")) {
        hrtime(true) < $limit || throw new RuntimeException('The server does not answer');
        usleep(10_000);
    }
    fclose($connection);

    return [$server, "http://$address"];
}

/** The body of the response to a request, whatever its status. */
function ask(string $url): string
{
    return file_get_contents($url, false, stream_context_create(['http' => ['ignore_errors' => true, 'timeout' => 20]]));
}
