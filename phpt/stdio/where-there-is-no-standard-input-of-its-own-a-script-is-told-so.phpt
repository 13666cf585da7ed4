--TEST--
If standard input and output are a server's, createStdioSession() throws, and says what to use instead
--FILE--
<?php

require __DIR__ . '/../support/processes.php';

$script = tempnam(sys_get_temp_dir(), 'stream-ipc-');
file_put_contents($script, <<<'PHP'
    <?php
    try {
        (new StreamIpc\NativeIpcPeer())->createStdioSession();
    } catch (RuntimeException $e) {
        echo $e->getMessage(), "\n";
    }
    echo count((new StreamIpc\NativeIpcPeer())->createCommandSession('exec cat', [])->getTransport()->getReadStreams()), " streams to a worker\n";
    PHP);
// The port is free again when the server takes it.
$server = stream_socket_server('tcp://127.0.0.1:0');
$address = stream_socket_get_name($server, false);
fclose($server);
$process = proc_open(['env', PHP_BINARY, '-S', $address, $script], [['file', '/dev/null', 'r'], ['pipe', 'w'], ['pipe', 'w']], $pipes);
for ($limit = microtime(true) + 20; !($client = @stream_socket_client("tcp://$address")) && microtime(true) < $limit;) {
    usleep(10_000);
}
fwrite($client, "GET / HTTP/1.0\r\n\r\n");
echo explode("\r\n\r\n", stream_get_contents($client), 2)[1];
proc_terminate($process, SIGKILL);
unlink($script);
?>
--EXPECT--
createStdioSession() is for scripts of the command line: here (PHP's "cli-server") standard input and output are not the script's own. To start a worker, use createCommandSession(); to talk to another process, createStreamSession() with a socket
2 streams to a worker
