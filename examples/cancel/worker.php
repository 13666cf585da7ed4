<?php

declare(strict_types=1);

namespace Examples\Cancel;

use RuntimeException;
use StreamIpc\IncomingRequest;
use StreamIpc\IpcSession;
use StreamIpc\Message\Message;
use StreamIpc\NativeIpcPeer;

require __DIR__ . '/messages.php';

$peer = new NativeIpcPeer();

// The third argument tells whether anybody still waits, and sends messages that belong to the request.
$export = static function (Message $job, IpcSession $parent, IncomingRequest $request): ?Message {
    if (!$job instanceof Export) {
        return null;
    }
    $file = fopen($job->path, 'w') ?: throw new RuntimeException("Cannot write {$job->path}");
    for ($line = 1; $line <= $job->lines; $line++) {
        if ($request->isCancelled()) {
            fclose($file);
            unlink($job->path);
            throw new RuntimeException("cancelled in line $line");
        }
        fwrite($file, "line $line\n");
        usleep(10_000); // in place of finding out what belongs there
        if ($line % 100 === 0) {
            $request->notify(new Progress($line));
        }
    }
    fclose($file);

    return new Exported($job->lines, (int) filesize($job->path));
};
$peer->createStdioSession()->onRequest($export);
$peer->run();
