<?php

declare(strict_types=1);

namespace Examples\Progress;

use InvalidArgumentException;
use StreamIpc\IpcSession;
use StreamIpc\Message\Message;
use StreamIpc\NativeIpcPeer;

require __DIR__ . '/messages.php';

$peer = new NativeIpcPeer();

$peer->createStdioSession()->onRequest(static function (Message $request, IpcSession $parent): Message {
    if (!$request instanceof ImportFiles) {
        throw new InvalidArgumentException('Cannot handle ' . $request::class);
    }
    $total = count($request->names);
    foreach ($request->names as $index => $name) {
        usleep(50_000); // in place of importing a file
        $parent->notify(new Progress($index + 1, $total, $name));
    }

    return new Imported($total);
});

$peer->run();
