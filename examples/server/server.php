<?php

// A daemon that keeps counters for its clients: they dial in on a unix socket, ask, and go.

declare(strict_types=1);

namespace Examples\Server;

use StreamIpc\IpcSession;
use StreamIpc\Message\Message;
use StreamIpc\NativeIpcPeer;
use StreamIpc\Serialization\NativeMessageSerializer;

require __DIR__ . '/messages.php';

$path = $argv[1] ?? sys_get_temp_dir() . '/stream-ipc-server.sock';
if (@stream_socket_client("unix://$path") !== false) {
    fwrite(STDERR, "A server listens on $path already.\n");
    exit(1);
}
// The socket of a server that has died.
@unlink($path);
$socket = @stream_socket_server("unix://$path", $code, $reason);
if ($socket === false) {
    fwrite(STDERR, "Cannot listen on $path: $reason\n");
    exit(1);
}
chmod($path, 0600);

$peer = new NativeIpcPeer();

/** @var \SplObjectStorage<IpcSession, null> $clients */
$clients = new \SplObjectStorage();

/** @var array<string, int> $counters */
$counters = [];

// One handler serves all clients, so all see the same counters.
$answer = static function (Message $request) use (&$counters, $clients): ?Message {
    if (!$request instanceof Add) {
        return null;
    }
    $counters[$request->counter] = ($counters[$request->counter] ?? 0) + $request->amount;

    return new Value($counters[$request->counter], count($clients));
};

// Each client gets a session of its own. Only the classes named here are made from what clients send.
$peer->listen($socket, static function (IpcSession $client) use ($answer, $clients): void {
    $clients->attach($client);
    $client->onRequest($answer);
    $client->onClose(static fn (IpcSession $client) => $clients->detach($client));
}, new NativeMessageSerializer([Add::class]));

$stop = static function () use ($peer, $socket, $clients): void {
    $peer->unwatch($socket);
    foreach (iterator_to_array($clients, false) as $client) {
        $client->close();
    }
    $peer->unwatch(STDIN);
};

// Commands on standard input, where there is one. Under a supervisor it is at its end: unwatch it then.
$peer->watch(STDIN, static function ($stdin) use ($peer, $stop, &$counters, $clients): void {
    $command = fgets($stdin);
    match ($command === false ? null : trim($command)) {
        null => $peer->unwatch($stdin),
        'status' => printf("clients: %d, counters: %s\n", count($clients), json_encode((object) $counters)),
        'stop' => $stop(),
        default => print("I know the commands status and stop.\n"),
    };
});

if (function_exists('pcntl_async_signals')) {
    pcntl_async_signals(true);
    pcntl_signal(SIGTERM, $stop);
    pcntl_signal(SIGINT, $stop);
}

echo "Listening on $path.\n";
// Goes on while it listens, has clients or watches standard input.
$peer->run();
unlink($path);
