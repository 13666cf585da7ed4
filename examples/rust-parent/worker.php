<?php

declare(strict_types=1);

namespace Examples\RustParent;

use InvalidArgumentException;
use StreamIpc\IpcSession;
use StreamIpc\Message\Message;
use StreamIpc\NativeIpcPeer;

require __DIR__ . '/messages.php';

function is_prime(int $number): bool
{
    for ($divisor = 2; $divisor * $divisor <= $number; ++$divisor) {
        if ($number % $divisor === 0) {
            return false;
        }
    }

    return $number > 1;
}

$peer = new NativeIpcPeer();

$peer->createStdioSession()->onRequest(static function (Message $request, IpcSession $parent): Message {
    if (!$request instanceof CountPrimes) {
        throw new InvalidArgumentException('Cannot handle ' . $request::class);
    }
    $primes = 0;
    $percent = 0;
    for ($number = $request->from; $number <= $request->to; ++$number) {
        $primes += is_prime($number) ? 1 : 0;
        $done = intdiv(100 * ($number - $request->from + 1), $request->to - $request->from + 1);
        if ($done >= $percent + 25) {
            $parent->notify(new Progress($percent = $done));
        }
    }

    return new Counted($primes);
});

$peer->run();
