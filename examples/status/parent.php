<?php

declare(strict_types=1);

namespace Examples\Status;

use StreamIpc\Message\LogMessage;
use StreamIpc\Message\Message;
use StreamIpc\NativeIpcPeer;
use Throwable;

require __DIR__ . '/messages.php';

function isPrime(int $number): bool
{
    for ($divisor = 2; $divisor * $divisor <= $number; ++$divisor) {
        if ($number % $divisor === 0) {
            return false;
        }
    }

    return $number > 1;
}

$peer = new NativeIpcPeer();
$worker = $peer->createCommandSession(
    escapeshellarg(PHP_BINARY) . ' ' . escapeshellarg(__DIR__ . '/worker.php'),
    getenv(),
);

$finished = false;
$worker->onMessage(static function (Message $message) use (&$finished): void {
    if ($message instanceof Status) {
        printf("worker: %3d %%, %s\n", $message->percent, $message->phase);
        $finished = $message->percent === 100;
    } elseif ($message instanceof LogMessage) {
        fwrite(STDERR, "worker: {$message->message}\n");
    }
});
// Runs on a broken stream or frame. The session then closes, unless a handler returns false.
$worker->onException(static function (Throwable $e): void {
    fwrite(STDERR, "Lost the worker: {$e->getMessage()}\n");
});
$worker->notify(new Start());

$primes = 0;
$number = 0;
$patience = 30.0;
$start = hrtime(true);
while (!$finished && $worker->isOpen() && (hrtime(true) - $start) / 1e9 < $patience) {
    // We do a slice of our own work, then handle what has arrived: tick(0) never waits.
    for ($slice = 0; $slice < 500; ++$slice) {
        $primes += (int) isPrime(++$number);
    }
    $peer->tick(0);
}

echo "Meanwhile the parent found $primes primes.\n";
if (!$finished) {
    fwrite(STDERR, "The worker did not finish.\n");
    exit(1);
}
