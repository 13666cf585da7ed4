<?php

// In place of a database or a service: it works on many things at once, each for as long as it takes.

declare(strict_types=1);

namespace Examples\Server;

use StreamIpc\IncomingRequest;
use StreamIpc\IpcSession;
use StreamIpc\Message\Message;
use StreamIpc\NativeIpcPeer;

require __DIR__ . '/messages.php';

/** @var list<array{float, IncomingRequest, Render}> $jobs */
$jobs = [];

$peer = new NativeIpcPeer();
$server = $peer->createStdioSession();
$server->onRequest(static function (Message $job, IpcSession $server, IncomingRequest $request) use (&$jobs): ?IncomingRequest {
    if (!$job instanceof Render) {
        return null;
    }
    $jobs[] = [microtime(true) + $job->milliseconds / 1000, $request, $job];

    return $request;
});

while ($server->isOpen()) {
    $now = microtime(true);
    foreach ($jobs as $key => [$due, $request, $job]) {
        if ($due <= $now) {
            $request->reply(new Rendered("after {$job->milliseconds} ms"));
            unset($jobs[$key]);
        }
    }
    $due = array_column($jobs, 0);
    $peer->tick($due === [] ? null : max(0.0, min($due) - microtime(true)));
}
