<?php

declare(strict_types=1);

namespace Examples\Serializers;

use StreamIpc\Message\Message;
use StreamIpc\NativeIpcPeer;
use StreamIpc\Serialization\JsonMessageSerializer;

require __DIR__ . '/messages.php';

// Both sides must use the same serializer. The side that asks makes the ids, so we need no generator here.
$peer = new NativeIpcPeer(new JsonMessageSerializer());

$peer->createStdioSession()->onRequest(static fn (Message $request): ?Message => match (true) {
    $request instanceof Add => new Sum(array_sum($request->numbers)),
    default => null,
});

$peer->run();
