<?php

declare(strict_types=1);

namespace Examples\Workers;

use StreamIpc\IpcSession;
use StreamIpc\Message\Message;
use StreamIpc\NativeIpcPeer;

require __DIR__ . '/messages.php';

$peer = new NativeIpcPeer();

$peer->createStdioSession()->onMessage(static function (Message $job, IpcSession $manager): void {
    if (!$job instanceof Job) {
        return;
    }
    $start = hrtime(true);
    usleep($job->milliseconds * 1000); // in place of a download, a query, a conversion
    $manager->notify(new JobDone($job->number, (hrtime(true) - $start) / 1e9));
});

$peer->run();
