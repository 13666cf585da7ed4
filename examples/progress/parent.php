<?php

declare(strict_types=1);

namespace Examples\Progress;

use StreamIpc\Message\ErrorMessageException;
use StreamIpc\Message\LogMessage;
use StreamIpc\Message\Message;
use StreamIpc\NativeIpcPeer;
use StreamIpc\Transport\StreamClosedException;
use StreamIpc\Transport\TimeoutException;

require __DIR__ . '/messages.php';

function draw(Progress $progress): void
{
    $width = 30;
    $filled = intdiv($width * $progress->done, $progress->total);
    $line = sprintf(
        '%s%s %3d %%  %s',
        str_repeat('█', $filled),
        str_repeat('░', $width - $filled),
        intdiv(100 * $progress->done, $progress->total),
        $progress->current,
    );
    // On a terminal we redraw one line; a file or a pipe gets a line for each step.
    if (stream_isatty(STDOUT)) {
        echo "\r\e[K", $line, $progress->done === $progress->total ? "\n" : '';
    } else {
        echo $line, "\n";
    }
}

$peer = new NativeIpcPeer();
$worker = $peer->spawn([PHP_BINARY, __DIR__ . '/worker.php']);
$worker->onMessage(static function (Message $message): void {
    if ($message instanceof LogMessage) {
        fwrite(STDERR, "worker: {$message->message}\n");
    }
});

$months = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September',
    'October', 'November', 'December'];
$names = array_map(static fn (string $month): string => "$month.csv", $months);

try {
    $import = $worker->request(new ImportFiles($names), timeout: 30.0);
    // Messages that belong to this import; another one at the same time would have its own.
    $import->onMessage(static function (Message $message): void {
        if ($message instanceof Progress) {
            draw($message);
        }
    });
    // await() runs the handler that draws the steps, while it waits for the result.
    $result = $import->await();
    assert($result instanceof Imported);

    echo "{$result->files} files imported.\n";
} catch (TimeoutException | StreamClosedException | ErrorMessageException $e) {
    fwrite(STDERR, "\nThe import failed: {$e->getMessage()}\n");
    exit(1);
}
