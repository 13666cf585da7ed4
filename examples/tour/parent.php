<?php

declare(strict_types=1);

use StreamIpc\Message\ErrorMessageException;
use StreamIpc\Message\LogMessage;
use StreamIpc\Message\Message;
use StreamIpc\NativeIpcPeer;
use StreamIpc\Transport\StreamClosedException;
use StreamIpc\Transport\TimeoutException;

$peer = new NativeIpcPeer();

// Any command will do. The second argument is the environment the worker gets.
$worker = $peer->createCommandSession(
    escapeshellarg(PHP_BINARY) . ' ' . escapeshellarg(__DIR__ . '/worker.php'),
    getenv(),
);

// What the worker says unasked. Its warnings and stray output come this way too, as level "junk".
$worker->onMessage(static function (Message $message): void {
    if ($message instanceof LogMessage) {
        echo "{$message->level}: {$message->message}\n";
    }
});

try {
    // request() sends at once; await() handles whatever else arrives until the reply is there.
    $promise = $worker->request(new LogMessage('Who are you?'), timeout: 5.0);
    $reply = $promise->await();
    assert($reply instanceof LogMessage);

    echo "reply: {$reply->message}\n";
} catch (TimeoutException | StreamClosedException $e) {
    fwrite(STDERR, "No reply in time, or the worker is gone: {$e->getMessage()}\n");
    exit(1);
} catch (ErrorMessageException $e) {
    fwrite(STDERR, "The worker could not answer: {$e->getMessage()}\n");
    exit(1);
}
