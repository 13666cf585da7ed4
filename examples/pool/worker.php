<?php

declare(strict_types=1);

namespace Examples\Pool;

use StreamIpc\Message\Message;
use StreamIpc\NativeIpcPeer;

require __DIR__ . '/messages.php';

$peer = new NativeIpcPeer();
$peer->createStdioSession()->onRequest(static function (Message $job): ?Message {
    if (!$job instanceof Sum) {
        return null;
    }
    if ($job->upTo === 1313) { // a poison job: it kills whoever takes it
        fwrite(STDERR, "I cannot bear {$job->upTo}\n");
        exit(13);
    }
    if ($job->upTo === 4242) { // a job that never ends
        while (true) {
            usleep(100_000);
        }
    }
    $sum = 0;
    for ($number = 1; $number <= $job->upTo; $number++) {
        $sum += $number ** 2;
    }

    return new Result($sum);
});
$peer->run();
