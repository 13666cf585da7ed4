<?php
// Pools, and workers that do what their jobs say.

use StreamIpc\Job;
use StreamIpc\Message\LogMessage;
use StreamIpc\WorkerPool;

require_once __DIR__ . '/peers.php';
require_once __DIR__ . '/spawned.php';

/** The command of a worker that runs this code, with the names of our classes imported. */
function pool_worker(string $code): array
{
    $imports = <<<'PHP'
        use StreamIpc\{IncomingRequest, IpcSession, NativeIpcPeer, WorkerPool};
        use StreamIpc\Message\{LogMessage, Message};
        // Whatever goes wrong, no worker outlives its test for long.
        pcntl_alarm(40);

        PHP;

    return [PHP_BINARY, '-r', $imports . $code];
}

/** The command of a worker that answers with what this expression makes of $job, the text of the message. */
function answering(string $expression): array
{
    return pool_worker(<<<PHP
        \$peer = new NativeIpcPeer();
        \$peer->createStdioSession()->onRequest(function (LogMessage \$message, IpcSession \$session, IncomingRequest \$request) {
            \$job = \$message->message;
            return new LogMessage((string) ($expression));
        });
        \$peer->run();
        PHP);
}

/** The command of a worker that runs the job, which is PHP code, and answers with what that returns. */
function obeying(): array
{
    return answering('(function () use ($job, $session, $request) {
        $notify = fn (string $text) => $request->notify(new LogMessage($text));

        return eval($job);
    })()');
}

/** A job. */
function job(string $text): LogMessage
{
    return new LogMessage($text);
}

/** What became of a job: the text of its reply, or its exception. Numbers that are no part of the promise are N. */
function outcome(Job $job): string
{
    try {
        return $job->await()->message;
    } catch (Exception $e) {
        $text = preg_replace(['/process \d+/', '/#\d.*/s'], ['process N', ''], $e->getMessage());

        return get_class($e) . ': ' . trim($text);
    }
}

/** Ticks until this is so; fails after ten seconds. */
function pool_until(WorkerPool $pool, callable $done): void
{
    tick_until($pool->getPeer(), $done);
}

/** A file that workers append to: file_put_contents($file, $line, FILE_APPEND) writes each line whole. */
function notes(): string
{
    $file = tempnam(sys_get_temp_dir(), 'notes');
    register_shutdown_function(static function () use ($file) { @unlink($file); });

    return $file;
}

/** The children of this process that run, and those that are zombies. */
function children(): array
{
    $children = [];
    foreach (explode(' ', trim(file_get_contents('/proc/self/task/' . getmypid() . '/children'))) as $pid) {
        $stat = $pid === '' ? '' : (string) @file_get_contents("/proc/$pid/stat");
        if ($stat !== '') {
            $children[(int) $pid] = str_contains($stat, ') Z ') ? 'zombie' : 'running';
        }
    }

    return $children;
}

/** Waits up to ten seconds until this process has no child; returns those that are left. */
function children_left(): array
{
    $peer = new StreamIpc\NativeIpcPeer();
    for ($limit = hrtime(true) + 10e9; children() && hrtime(true) < $limit;) {
        $peer->tick(0.01);
    }

    return children();
}

/** How many descriptors this process has open. */
function descriptors(): int
{
    return count(scandir('/proc/self/fd'));
}
