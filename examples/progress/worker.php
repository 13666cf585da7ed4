<?php

declare(strict_types=1);

namespace Examples\Progress;

use InvalidArgumentException;
use StreamIpc\IncomingRequest;
use StreamIpc\IpcSession;
use StreamIpc\Message\Message;
use StreamIpc\NativeIpcPeer;

require __DIR__ . '/messages.php';

$peer = new NativeIpcPeer();

$import = static function (Message $job, IpcSession $parent, IncomingRequest $request): Message {
    if (!$job instanceof ImportFiles) {
        throw new InvalidArgumentException('Cannot handle ' . $job::class);
    }
    $total = count($job->names);
    foreach ($job->names as $index => $name) {
        usleep(50_000); // in place of importing a file
        $request->notify(new Progress($index + 1, $total, $name));
    }

    return new Imported($total);
};
$peer->createStdioSession()->onRequest($import);

$peer->run();
