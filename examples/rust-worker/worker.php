<?php

declare(strict_types=1);

namespace Examples\RustWorker;

use InvalidArgumentException;
use StreamIpc\Message\Message;
use StreamIpc\NativeIpcPeer;

require __DIR__ . '/messages.php';

function find_lowest_hash(FindLowestHash $job): LowestHash
{
    $lowest = PHP_INT_MAX;
    $found = 0;
    for ($number = 0; $number < $job->numbers; ++$number) {
        $hash = hash(hash(0, $job->text), (string) $number);
        if ($hash < $lowest) {
            $lowest = $hash;
            $found = $number;
        }
    }

    return new LowestHash($found, $lowest);
}

function hash(int $start, string $text): int
{
    $hash = $start;
    for ($i = 0, $length = strlen($text); $i < $length; ++$i) {
        $hash = ($hash * 65599 + ord($text[$i])) & 0xFFFF_FFFF;
    }

    return $hash;
}

$peer = new NativeIpcPeer();

$peer->createStdioSession()->onRequest(static function (Message $job): Message {
    if (!$job instanceof FindLowestHash) {
        throw new InvalidArgumentException('Cannot handle ' . $job::class);
    }

    return find_lowest_hash($job);
});

$peer->run();
