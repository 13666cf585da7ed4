<?php

declare(strict_types=1);

namespace Examples\Serializers;

use StreamIpc\Envelope\Id\RequestIdGenerator;
use StreamIpc\Message\ErrorMessageException;
use StreamIpc\Message\LogMessage;
use StreamIpc\Message\Message;
use StreamIpc\NativeIpcPeer;
use StreamIpc\Serialization\JsonMessageSerializer;
use StreamIpc\Transport\StreamClosedException;
use StreamIpc\Transport\TimeoutException;

require __DIR__ . '/messages.php';

/** Makes ids that are easy to find in a log. Each must be unique among the requests of a session. */
final class NumberedIds implements RequestIdGenerator
{
    private int $last = 0;

    public function __construct(private readonly string $prefix)
    {
    }

    public function generate(): string
    {
        return sprintf('%s-%04d', $this->prefix, ++$this->last);
    }
}

$peer = new NativeIpcPeer(new JsonMessageSerializer(), new NumberedIds('sums'));
$question = new Add([1, 2, 3]);

// We read the other end of this session ourselves, to see the bytes that it writes.
$sockets = stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_STREAM, 0);
assert($sockets !== false);
[$ours, $theirs] = $sockets;
$session = $peer->createStreamSession($ours, $ours);
$session->request($question);
$frame = (string) fread($theirs, 8192);
$session->close();

echo 'magic:   ', bin2hex(substr($frame, 0, 4)), "\n";
echo 'length:  ', bin2hex(substr($frame, 4, 4)), ' = ', strlen($frame) - 8, "\n";
echo 'payload: ', substr($frame, 8), "\n";

// Now ask a worker the same question; it speaks JSON, too.
$worker = $peer->createCommandSession(
    escapeshellarg(PHP_BINARY) . ' ' . escapeshellarg(__DIR__ . '/worker.php'),
    getenv(),
);
// PHP errors of the worker, and whatever it prints, arrive as a LogMessage.
$worker->onMessage(static function (Message $message): void {
    if ($message instanceof LogMessage) {
        fwrite(STDERR, "worker: {$message->message}\n");
    }
});

try {
    $sum = $worker->request($question, timeout: 5.0)->await();
    assert($sum instanceof Sum);

    echo 'sum:     ', $sum->value, "\n";
} catch (TimeoutException | StreamClosedException | ErrorMessageException $e) {
    fwrite(STDERR, "No sum: {$e->getMessage()}\n");
    exit(1);
}
