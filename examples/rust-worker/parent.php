<?php

declare(strict_types=1);

namespace Examples\RustWorker;

use StreamIpc\Message\ErrorMessageException;
use StreamIpc\Message\LogMessage;
use StreamIpc\Message\Message;
use StreamIpc\NativeIpcPeer;
use StreamIpc\Transport\StreamClosedException;
use StreamIpc\Transport\TimeoutException;

require __DIR__ . '/messages.php';

/** Lets a worker do the job, and measures the time. */
function measure(NativeIpcPeer $peer, string $command, FindLowestHash $job): float
{
    $worker = $peer->createCommandSession($command, getenv());
    $worker->onMessage(static function (Message $message): void {
        if ($message instanceof LogMessage) {
            fwrite(STDERR, "worker: {$message->message}\n");
        }
    });
    // The measured time includes neither building nor starting the worker.
    $worker->request(new FindLowestHash('warm up', 1), timeout: 300.0)->await();

    $start = hrtime(true);
    $found = $worker->request($job, timeout: 60.0)->await();
    $seconds = (hrtime(true) - $start) / 1e9;
    assert($found instanceof LowestHash);

    printf("%s%d hashes to %08x, ", $job->text, $found->number, $found->hash);
    $worker->close();

    return $seconds;
}

$peer = new NativeIpcPeer();
$job = new FindLowestHash('block 42, nonce ', 300_000);
$cargo = escapeshellarg(getenv('CARGO') ?: 'cargo');
$manifest = escapeshellarg(__DIR__ . '/Cargo.toml');

try {
    $php = measure($peer, escapeshellarg(PHP_BINARY) . ' ' . escapeshellarg(__DIR__ . '/worker.php'), $job);
    printf("says the PHP worker after %.3f s.\n", $php);

    $rust = measure($peer, "exec $cargo run --quiet --release --locked --manifest-path $manifest", $job);
    printf("says the Rust worker after %.3f s: %.1f times as fast.\n", $rust, $php / $rust);
} catch (TimeoutException | StreamClosedException | ErrorMessageException $e) {
    fwrite(STDERR, "\nThe search failed: {$e->getMessage()}\n");
    exit(1);
}
