<?php

// Dials in to a pool and works for it until the pool closes; something starts it again then: Kubernetes, Nomad,
// systemd. worker.php CERTIFICATES ADDRESS [NAME]. Without arguments, the pool has started it.

declare(strict_types=1);

namespace Examples\Remote;

use StreamIpc\Message\Message;
use StreamIpc\NativeIpcPeer;
use StreamIpc\Serialization\NativeMessageSerializer;

require __DIR__ . '/messages.php';

$certificates = $argv[1] ?? null;
$address = $argv[2] ?? '127.0.0.1:7000';
$name = $argv[3] ?? gethostname() . ' ' . getmypid();

$peer = new NativeIpcPeer(new NativeMessageSerializer([Stretch::class]));
if ($certificates === null) {
    $session = $peer->createStdioSession();
    $name = 'the own worker';
} else {
    $socket = @stream_socket_client("tls://$address", $code, $reason, 10.0, context: stream_context_create(['ssl' => [
        'cafile' => "$certificates/authority.pem",
        'local_cert' => "$certificates/worker.pem",
        // The name in the certificate of the pool.
        'peer_name' => getenv('POOL_NAME') ?: 'localhost',
    ]]));
    if ($socket === false) {
        fwrite(STDERR, 'Cannot dial in: ' . ($reason ?: error_get_last()['message'] ?? '') . "\n");
        exit(1);
    }
    $session = $peer->createStreamSession($socket, $socket);
}
// The pool may cancel jobs.
$session->sayHello();
$session->onRequest(static fn (Message $job): ?Message => $job instanceof Stretch
    ? new Stretched(hash_pbkdf2('sha256', $job->password, 'salt', $job->rounds), $name)
    : null);
$peer->run();
