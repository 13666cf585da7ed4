<?php

// A program that waits in one of the ways that prices.php measures: priced.php ROLE [NUMBER [COMMAND...]],
// with the worker's command. A parent prints one figure.

declare(strict_types=1);

namespace Bench;

use StreamIpc\IpcSession;
use StreamIpc\Message\LogMessage;
use StreamIpc\Message\Message;
use StreamIpc\NativeIpcPeer;

require __DIR__ . '/work.php';

/** How long a parent is watched, and how long a slow worker takes for a reply. */
const SECONDS = 1.0, MICROSECONDS_TO_REPLY = 10_000;

[, $role, $number] = [...$argv, '0'];
$number = (int) $number;
$worker = 'exec ' . implode(' ', array_map(escapeshellarg(...), array_slice($argv, 3)));
match ($role) {
    'wait' => print wait_for_replies($number, $worker),
    'tick' => print tick_in_vain(),
    'share' => print share_jobs($number, $worker),
    'slow' => reply_slowly(),
    'busy' => do_jobs($number),
};

/** The percentage of a core that a parent and its worker use while the parent waits for slow replies, beside idle sessions. */
function wait_for_replies(int $idle, string $worker): float
{
    $peer = new NativeIpcPeer();
    for ($others = []; count($others) < $idle;) {
        [$stream, $others[]] = stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_STREAM, 0);
        $peer->createStreamSession($stream, $stream);
    }
    $session = $peer->createCommandSession($worker, getenv());
    $ask = fn () => (float) $session->request(new LogMessage('Which CPU time have you had?'))->await()->message;
    $theirs = -$ask();
    [$ours, $start] = [-cpu_seconds(), hrtime(true)];
    do {
        $reply = $ask();
    } while (seconds_since($start) < SECONDS);

    return 100 * ($ours + cpu_seconds() + $theirs + $reply) / seconds_since($start);
}

function reply_slowly(): void
{
    $peer = new NativeIpcPeer();
    $peer->createStdioSession()->onRequest(function () {
        usleep(MICROSECONDS_TO_REPLY);

        return new LogMessage((string) cpu_seconds());
    });
    $peer->run();
}

/** The percentage of a core that a loop of ticks uses, a hundred per second, while nothing arrives. */
function tick_in_vain(): float
{
    $peer = new NativeIpcPeer();
    [$stream, $other] = stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_STREAM, 0);
    $peer->createStreamSession($stream, $stream);
    [$cpu, $start] = [-cpu_seconds(), hrtime(true)];
    while (seconds_since($start) < SECONDS) {
        $peer->tick(0.01);
    }

    return 100 * ($cpu + cpu_seconds()) / seconds_since($start);
}

/** How many jobs so many workers do per second for a parent that gives each its next job. */
function share_jobs(int $workers, string $worker): float
{
    $peer = new NativeIpcPeer();
    $job = new LogMessage('Please work.');
    while ($workers-- > 0) {
        $session = $peer->createCommandSession($worker, getenv());
        $session->onMessage(function (Message $done, IpcSession $session) use ($job, &$jobs) {
            $jobs++;
            $session->notify($job);
        });
        $session->notify($job);
    }
    $count = function (float $seconds) use ($peer, &$jobs) {
        [$jobs, $start] = [0, hrtime(true)];
        while (seconds_since($start) < $seconds) {
            $peer->tick();
        }

        return $jobs / seconds_since($start);
    };
    // At first while the workers start.
    $count(SECONDS / 4);

    return $count(SECONDS);
}

/** Does jobs of so much work. */
function do_jobs(int $amount): void
{
    $peer = new NativeIpcPeer();
    $peer->createStdioSession()->onMessage(function (Message $job, IpcSession $parent) use ($amount) {
        work($amount);
        $parent->notify($job);
    });
    $peer->run();
}

/** The CPU time of this process so far. */
function cpu_seconds(): float
{
    $usage = getrusage();

    return $usage['ru_utime.tv_sec'] + $usage['ru_stime.tv_sec'] + ($usage['ru_utime.tv_usec'] + $usage['ru_stime.tv_usec']) / 1e6;
}

function seconds_since(int $start): float
{
    return (hrtime(true) - $start) / 1e9;
}
