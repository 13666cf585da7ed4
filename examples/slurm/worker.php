<?php

declare(strict_types=1);

namespace Examples\Slurm;

use StreamIpc\Message\Message;
use StreamIpc\NativeIpcPeer;

require __DIR__ . '/messages.php';

$peer = new NativeIpcPeer();
$parent = $peer->createStdioSession();
// srun stands between the two, so they do not know each other by their pipe. Besides, a worker that has said
// anything has been started: if it dies, its job is not taken for one that never ran.
$parent->sayHello();
$parent->onRequest(static function (Message $job): ?Message {
    if (!$job instanceof CountPrimes) {
        return null;
    }
    $primes = 0;
    for ($number = max(2, $job->from); $number < $job->to; $number++) {
        for ($divisor = 2; $divisor * $divisor <= $number; $divisor++) {
            if ($number % $divisor === 0) {
                continue 2;
            }
        }
        $primes++;
    }

    return new Counted($primes, (string) getenv('SLURMD_NODENAME'));
});
$peer->run();
