<?php

// A daemon on a unix socket: it keeps counters for its clients, and asks a back end for what takes time. No
// client waits for what another one has asked for.

declare(strict_types=1);

namespace Examples\Server;

use StreamIpc\Envelope\ResponsePromise;
use StreamIpc\IncomingRequest;
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
$backEnd = $peer->spawn([PHP_BINARY, __DIR__ . '/back-end.php']);

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

// Three ways to answer with what somebody else has to find out first. While it does, the server goes on.

// 1. Return the promise: its outcome becomes the reply.
$byPromise = static fn (Message $request): ?ResponsePromise =>
    $request instanceof Render && $request->way === 'promise'
    ? $backEnd->request($request, timeout: 10.0)
    : null;

// 2. Return the request, and answer it later.
$deferred = static function (Message $request, IpcSession $client, IncomingRequest $incoming) use ($backEnd): ?IncomingRequest {
    if (!$request instanceof Render || $request->way !== 'deferred') {
        return null;
    }
    $backEnd->request($request, timeout: 10.0)->onResolved(static function (ResponsePromise $promise) use ($incoming): void {
        try {
            $incoming->reply($promise->await());
        } catch (\Exception $e) {
            $incoming->fail($e);
        }
    });

    return $incoming;
};

// 3. Write it as if it were alone: a concurrent handler runs in a fiber, and await() lets the others go on.
$concurrent = static function (Message $request) use ($backEnd): ?Message {
    if (!$request instanceof Render) {
        return null;
    }
    $reply = $backEnd->request($request, timeout: 10.0)->await();

    return $reply instanceof Rendered ? new Rendered("<b>{$reply->page}</b>") : $reply;
};

// Each client gets a session of its own. Only the classes named here are made from what clients send.
$peer->listen($socket, static function (IpcSession $client) use ($answer, $byPromise, $deferred, $concurrent, $clients): void {
    $clients->attach($client);
    $client->onRequest($answer);
    $client->onRequest($byPromise);
    $client->onRequest($deferred);
    $client->onRequest($concurrent, concurrent: true);
    $client->onClose(static fn (IpcSession $client) => $clients->detach($client));
}, new NativeMessageSerializer([Add::class, Render::class]));

$stop = static function () use ($peer, $socket, $clients, $backEnd): void {
    $peer->unwatch($socket);
    $backEnd->close();
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
// Goes on while it listens, has sessions or watches standard input.
$peer->run();
unlink($path);
