<?php
// Workers of examples/remote that dial in to a pool of the test.

use Examples\Remote\Doorkeeper;
use StreamIpc\WorkerPool;

require_once __DIR__ . '/peers.php';
require_once __DIR__ . '/../../examples/remote/Doorkeeper.php';
require_once __DIR__ . '/../../examples/remote/messages.php';

function skip_without_tls(): void
{
    if (!extension_loaded('openssl') || (string) shell_exec('command -v openssl') === '') {
        die('skip the extension openssl and the program openssl are needed');
    }
}

/** A folder with certificates, until the test ends. */
function certificates(): string
{
    $folder = sys_get_temp_dir() . '/certificates-' . getmypid();
    exec(__DIR__ . "/../../examples/remote/certificates.sh $folder 2>&1", $output, $status);
    $status === 0 || throw new RuntimeException(implode("\n", $output));
    register_shutdown_function(function () use ($folder) {
        array_map(unlink(...), glob("$folder/*"));
        rmdir($folder);
    });

    return $folder;
}

/** Lets workers dial in to a pool; returns the address. */
function open_door(WorkerPool $pool, string $certificates): string
{
    $server = stream_socket_server('tcp://127.0.0.1:0', context: stream_context_create(['ssl' => [
        'local_cert' => "$certificates/pool.pem",
        'cafile' => "$certificates/authority.pem",
        'verify_peer' => true,
        'verify_peer_name' => false,
    ]]));
    (new Doorkeeper($pool))->watch($server);

    return stream_socket_get_name($server, false);
}

/** @return resource the process of a worker that dials in */
function dial_in(string $certificates, string $address, string $name)
{
    $worker = [PHP_BINARY, __DIR__ . '/../../examples/remote/worker.php', $certificates, $address, $name];

    return proc_open($worker, [['file', '/dev/null', 'r'], STDERR, ['file', '/dev/null', 'w']], $pipes);
}

/** Workers that have dialled in. */
function joined(WorkerPool $pool): int
{
    return $pool->getStats()['workers'];
}
