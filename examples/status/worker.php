<?php

declare(strict_types=1);

namespace Examples\Status;

use StreamIpc\IpcSession;
use StreamIpc\Message\Message;
use StreamIpc\NativeIpcPeer;

require __DIR__ . '/messages.php';

$peer = new NativeIpcPeer();

$peer->createStdioSession()->onMessage(static function (Message $message, IpcSession $parent): void {
    if (!$message instanceof Start) {
        return;
    }
    foreach (['reading', 'sorting', 'compressing', 'writing'] as $index => $phase) {
        $parent->notify(new Status($phase, 25 * $index));
        usleep(100_000); // in place of this phase's work
    }
    $parent->notify(new Status('finished', 100));
});

$peer->run();
