--TEST--
While a send waits for a peer that does not read, fifty others can still send
--FILE--
<?php

use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/peers.php';

pcntl_alarm(20);
$path = sys_get_temp_dir() . '/stream_ipc_' . getmypid();
$server = stream_socket_server("unix://$path", context: stream_context_create(['socket' => ['backlog' => 50]]));
$address = var_export("unix://$path", true);
$others = proc_open(worker_command(<<<PHP
    \$peer = new NativeIpcPeer();
    for (\$i = 0; \$i < 50; \$i++) {
        \$socket = stream_socket_client($address);
        \$sessions[] = \$peer->createStreamSession(\$socket, \$socket);
    }
    foreach (\$sessions as \$session) {
        // More than the socket holds.
        \$session->notify(new LogMessage(str_repeat('x', 400_000)));
    }
    echo "all is sent\n";
    PHP), [1 => ['pipe', 'w']], $pipes);
// Reads nothing before the others have sent everything.
$process = proc_open(worker_command(<<<'PHP'
    fgets(fopen('php://fd/3', 'r'));
    $peer = new NativeIpcPeer();
    $session = $peer->createStdioSession();
    $session->onMessage(fn (LogMessage $message) => $session->notify(new LogMessage((string) strlen($message->message))));
    $peer->run();
    PHP), [['socket'], ['redirect', 0], STDERR, $pipes[1]], $socket);

$peer = new NativeIpcPeer();
$late = $peer->createStreamSession($socket[0], $socket[0]);
$late->onMessage(function (LogMessage $message) use (&$told) { $told = (int) $message->message; });
$came = 0;
for ($i = 0; $i < 50; $i++) {
    $client = stream_socket_accept($server, 10);
    $session = $peer->createStreamSession($client, $client);
    $session->onMessage(function (LogMessage $message) use (&$came) { $came += strlen($message->message); });
}
unlink($path);
$late->notify(new LogMessage(str_repeat('x', 4 << 20)));
var_dump($came);
tick_until($peer, function () use (&$came, &$told) { return $told !== null && $came === 50 * 400_000; });
var_dump($told === 4 << 20);
--EXPECT--
int(0)
bool(true)
