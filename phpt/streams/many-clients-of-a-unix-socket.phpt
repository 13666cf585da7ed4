--TEST--
A server on a unix socket talks to many clients at once, each with messages of megabytes
--FILE--
<?php

use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/peers.php';

$path = sys_get_temp_dir() . '/stream-ipc-' . getmypid() . '.sock';
$server = stream_socket_server("unix://$path");
for ($i = 0; $i < 4; $i++) {
    $processes[] = proc_open(worker_command(<<<PHP
        \$peer = new NativeIpcPeer();
        \$socket = stream_socket_client('unix://$path');
        \$session = \$peer->createStreamSession(\$socket, \$socket);
        \$session->onRequest(fn (LogMessage \$question) => new LogMessage(md5(\$question->message) . \$question->message));
        \$session->notify(new LogMessage('client $i'));
        \$peer->run();
        PHP), [], $pipes);
}
$peer = new NativeIpcPeer();
$names = [];
while (count($names) < 4) {
    $socket = stream_socket_accept($server, 20);
    $session = $peer->createStreamSession($socket, $socket);
    $session->onMessage(function (LogMessage $message, $session) use (&$names) { $names[$message->message] = $session; });
    $connected = count($names) + 1;
    tick_until($peer, function () use (&$names, $connected) { return count($names) === $connected; });
}
unlink($path);
ksort($names);
$texts = array_map(fn () => random_bytes(2 << 20), $names);
$promises = array_map(fn (string $name) => $names[$name]->request(new LogMessage($texts[$name]), 20), array_combine(array_keys($names), array_keys($names)));
foreach ($promises as $name => $promise) {
    echo $name, $promise->await()->message === md5($texts[$name]) . $texts[$name] ? ": the text came back\n" : ": another text came back\n";
}
foreach ($names as $session) {
    $session->close();
}
--EXPECT--
client 0: the text came back
client 1: the text came back
client 2: the text came back
client 3: the text came back
