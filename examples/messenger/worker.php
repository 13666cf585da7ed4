<?php

// Handles one message after another, as Messenger's own worker does, but takes them from the consumer.

declare(strict_types=1);

namespace Examples\Messenger;

use StreamIpc\Message\Message;
use StreamIpc\NativeIpcPeer;
use Symfony\Component\Messenger\Stamp\ConsumedByWorkerStamp;
use Symfony\Component\Messenger\Stamp\ReceivedStamp;
use Symfony\Component\Messenger\Transport\Serialization\PhpSerializer;

require __DIR__ . '/autoload.php';

$bus = bus();
$serializer = new PhpSerializer();
$peer = new NativeIpcPeer();
$peer->createStdioSession()->onRequest(static function (Message $job) use ($bus, $serializer): ?Message {
    if (!$job instanceof Handle) {
        return null;
    }
    try {
        $envelope = $serializer->decode(['body' => $job->body, 'headers' => $job->headers]);
        $bus->dispatch($envelope->with(new ReceivedStamp($job->transport), new ConsumedByWorkerStamp()));

        return new Handled();
    } catch (\Throwable $e) {
        return Failed::because($e);
    }
});
$peer->run();
