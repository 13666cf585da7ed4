<?php

// Hands jobs to a worker of its own, and to all that dial in: pool.php CERTIFICATES [ADDRESS] [JOBS] [ROUNDS]

declare(strict_types=1);

namespace Examples\Remote;

use StreamIpc\PoolEvent;
use StreamIpc\Serialization\NativeMessageSerializer;
use StreamIpc\WorkerPool;

require __DIR__ . '/messages.php';
require __DIR__ . '/Doorkeeper.php';

$certificates = $argv[1] ?? exit("Where are the certificates? See certificates.sh.\n");
$server = stream_socket_server('tcp://' . ($argv[2] ?? '127.0.0.1:7000'), $code, $reason, context: stream_context_create(['ssl' => [
    'local_cert' => "$certificates/pool.pem",
    // Only workers with a certificate of our authority, whatever their names are.
    'cafile' => "$certificates/authority.pem",
    'verify_peer' => true,
    'verify_peer_name' => false,
]]));
if ($server === false) {
    fwrite(STDERR, "$reason\n");
    exit(1);
}

// Its own worker goes on when no other is there. Jobs of a worker that vanishes are given to another one, once.
$pool = new WorkerPool([PHP_BINARY, __DIR__ . '/worker.php'], size: 1, timeout: 30.0, attempts: 2);
$pool->onEvent(static function (PoolEvent $event): void {
    if ($event->type === PoolEvent::JOINED || $event->type === PoolEvent::LOST) {
        echo "$event->text\n";
    }
});
// What comes from other machines may make only this class.
(new Doorkeeper($pool, new NativeMessageSerializer([Stretched::class])))->watch($server);
echo 'Listening on ', stream_socket_get_name($server, false), "\n";

$jobs = static function () use ($argv): \Generator {
    for ($number = 1; $number <= (int) ($argv[3] ?? 500); $number++) {
        yield new Stretch("password $number", (int) ($argv[4] ?? 50_000));
    }
};
$done = [];
foreach ($pool->map($jobs()) as $job) {
    $reply = $job->await();
    if ($reply instanceof Stretched) {
        $done[$reply->worker] = ($done[$reply->worker] ?? 0) + 1;
    }
}
$pool->getPeer()->unwatch($server);
$pool->stop();
ksort($done);
foreach ($done as $worker => $count) {
    echo "$worker: $count jobs\n";
}
