<?php

// Asks the server for something that takes time, and says how long it took: ask.php PATH MILLISECONDS WAY.

declare(strict_types=1);

namespace Examples\Server;

use StreamIpc\Message\ErrorMessageException;
use StreamIpc\NativeIpcPeer;
use StreamIpc\Transport\StreamClosedException;
use StreamIpc\Transport\TimeoutException;

require __DIR__ . '/messages.php';

$path = $argv[1] ?? sys_get_temp_dir() . '/stream-ipc-server.sock';
$milliseconds = (int) ($argv[2] ?? 200);
$way = $argv[3] ?? 'promise';

$socket = @stream_socket_client("unix://$path", $code, $reason);
if ($socket === false) {
    fwrite(STDERR, "No server listens on $path: $reason\n");
    exit(1);
}
$server = (new NativeIpcPeer())->createStreamSession($socket, $socket);
try {
    $start = microtime(true);
    $reply = $server->request(new Render($milliseconds, $way), timeout: 20.0)->await();
} catch (TimeoutException | StreamClosedException | ErrorMessageException $e) {
    fwrite(STDERR, "No reply: {$e->getMessage()}\n");
    exit(1);
}
if ($reply instanceof Rendered) {
    printf("%s: %s, in %.0f ms\n", $way, $reply->page, (microtime(true) - $start) * 1000);
}
