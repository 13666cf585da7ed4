<?php

// Counts to a number together with all other clients of the server.

declare(strict_types=1);

namespace Examples\Server;

use StreamIpc\Message\ErrorMessageException;
use StreamIpc\NativeIpcPeer;
use StreamIpc\Transport\StreamClosedException;
use StreamIpc\Transport\TimeoutException;

require __DIR__ . '/messages.php';

$path = $argv[1] ?? sys_get_temp_dir() . '/stream-ipc-server.sock';
$times = (int) ($argv[2] ?? 10);

$socket = @stream_socket_client("unix://$path", $code, $reason);
if ($socket === false) {
    fwrite(STDERR, "No server listens on $path: $reason\n");
    exit(1);
}
$server = (new NativeIpcPeer())->createStreamSession($socket, $socket);

try {
    $reply = null;
    for ($i = 0; $i < $times; $i++) {
        $reply = $server->request(new Add('visits', 1), timeout: 10.0)->await();
    }
} catch (TimeoutException | StreamClosedException | ErrorMessageException $e) {
    fwrite(STDERR, "No reply: {$e->getMessage()}\n");
    exit(1);
}
if ($reply instanceof Value) {
    echo "The counter is at {$reply->value}, with {$reply->clients} clients.\n";
}
