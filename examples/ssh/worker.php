<?php

declare(strict_types=1);

namespace Examples\Ssh;

use StreamIpc\Message\Message;
use StreamIpc\NativeIpcPeer;

require __DIR__ . '/messages.php';

$host = $argv[1] ?? gethostname();
$peer = new NativeIpcPeer();
$parent = $peer->createStdioSession();
// ssh stands between the two, so they do not know each other by their pipe.
$parent->sayHello();
$parent->onRequest(static function (Message $job) use ($host): ?Message {
    if (!$job instanceof Work) {
        return null;
    }
    usleep($job->milliseconds * 1000);

    return new Done($job->number, $host);
});
$peer->run();
