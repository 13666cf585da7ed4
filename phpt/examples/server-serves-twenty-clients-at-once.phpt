--TEST--
examples/server: a daemon serves twenty clients at once, obeys commands on standard input, and cleans up at its end
--FILE--
<?php
$folder = __DIR__ . '/../../examples/server';
$path = sys_get_temp_dir() . '/stream-ipc-' . getmypid() . '.sock';
$php = fn (string $script, string ...$args) => [PHP_BINARY, "$folder/$script", ...$args];

$start = function () use ($php, $path, &$pipes) {
    $server = proc_open($php('server.php', $path), [['pipe', 'r'], ['pipe', 'w'], STDERR], $pipes);
    echo str_replace($path, '(path)', fgets($pipes[1]));

    return $server;
};
$server = $start();

$clients = $outputs = [];
for ($i = 0; $i < 20; $i++) {
    $clients[] = proc_open($php('client.php', $path, '50'), [1 => ['pipe', 'w'], 2 => STDERR], $output);
    $outputs[] = $output[1];
}
$values = [];
foreach ($outputs as $output) {
    preg_match('/^The counter is at (\d+), with \d+ clients\.$/', stream_get_contents($output), $match);
    $values[] = (int) $match[1];
}
echo 'clients that ended well: ', count(array_filter($clients, fn ($client) => proc_close($client) === 0)), "\n";
echo 'counted to: ', max($values), ', each once: ', count(array_unique($values)), "\n";

// A second server, and a client without one.
passthru(implode(' ', array_map(escapeshellarg(...), $php('server.php', $path))) . ' 2>&1 </dev/null | sed s,' . $path . ',\(path\),');
fwrite($pipes[0], "status\nhelp\nstop\n");
echo stream_get_contents($pipes[1]);
echo 'server: ', proc_close($server), ', socket: ', file_exists($path) ? 'left' : 'gone', "\n";
passthru(implode(' ', array_map(escapeshellarg(...), $php('client.php', $path))) . ' 2>&1 | sed s,' . $path . ',\(path\),');

// Without a standard input it goes on, until a signal or the end of its listening.
if (function_exists('pcntl_signal')) {
    $server = $start();
    fclose($pipes[0]);
    passthru(implode(' ', array_map(escapeshellarg(...), $php('client.php', $path, '3'))));
    proc_terminate($server);
    echo 'server: ', proc_close($server), ', socket: ', file_exists($path) ? 'left' : 'gone', "\n";
} else {
    echo "Listening on (path).\nThe counter is at 3, with 1 clients.\nserver: 0, socket: gone\n";
}
?>
--EXPECT--
Listening on (path).
clients that ended well: 20
counted to: 1000, each once: 20
A server listens on (path) already.
clients: 0, counters: {"visits":1000}
I know the commands status and stop.
server: 0, socket: gone
No server listens on (path): No such file or directory
Listening on (path).
The counter is at 3, with 1 clients.
server: 0, socket: gone
