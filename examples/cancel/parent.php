<?php

// Runs an export in a worker. Ctrl-C cancels it: the worker removes what it has written so far.

declare(strict_types=1);

namespace Examples\Cancel;

use StreamIpc\Message\ErrorMessageException;
use StreamIpc\Message\LogMessage;
use StreamIpc\Message\Message;
use StreamIpc\NativeIpcPeer;
use StreamIpc\Transport\CancelledException;
use StreamIpc\Transport\StreamClosedException;
use StreamIpc\Transport\TimeoutException;

require __DIR__ . '/messages.php';

$path = $argv[1] ?? sys_get_temp_dir() . '/stream-ipc-export.txt';
$lines = (int) ($argv[2] ?? 1000);

$peer = new NativeIpcPeer();
// The worker leads a process group of its own, so Ctrl-C reaches this process only.
$worker = $peer->spawn([PHP_BINARY, __DIR__ . '/worker.php']);
$worker->onMessage(static function (Message $message): void {
    if ($message instanceof LogMessage) {
        echo 'worker: ', trim($message->message), "\n";
    }
});

$export = $worker->request(new Export($path, $lines), timeout: 60.0);
$export->onMessage(static function (Message $message): void {
    if ($message instanceof Progress) {
        echo "{$message->lines} lines\n";
    }
});

pcntl_async_signals(true);
pcntl_signal(SIGINT, static function () use ($export): void {
    // A worker that has not stopped two seconds later is terminated.
    $export->cancel(grace: 2.0);
});

try {
    $result = $export->await();
    assert($result instanceof Exported);
    echo "{$result->lines} lines written, {$result->bytes} bytes.\n";
} catch (CancelledException) {
    echo "Cancelled.\n";
    // The end of a script waits for its workers, so this one has the time to clean up.
    exit(130);
} catch (TimeoutException | StreamClosedException | ErrorMessageException $e) {
    fwrite(STDERR, "The export failed: {$e->getMessage()}\n");
    exit(1);
}
