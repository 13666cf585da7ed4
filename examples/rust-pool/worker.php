<?php

declare(strict_types=1);

namespace Examples\RustPool;

use StreamIpc\Message\Message;
use StreamIpc\NativeIpcPeer;

require __DIR__ . '/messages.php';

$peer = new NativeIpcPeer();
$peer->createStdioSession()->onRequest(static function (Message $job): ?Message {
    if (!$job instanceof CountSteps) {
        return null;
    }
    if ($job->number === 0) { // it never becomes 1, and kills whoever tries
        fwrite(STDERR, "0 stays 0 for ever\n");
        exit(1);
    }
    $steps = 0;
    for ($number = $job->number; $number !== 1; $steps++) {
        $number = $number % 2 === 0 ? intdiv($number, 2) : 3 * $number + 1;
    }

    return new Steps($steps);
});
$peer->run();
