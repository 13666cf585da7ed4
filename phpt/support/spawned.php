<?php

use StreamIpc\IpcSession;
use StreamIpc\NativeIpcPeer;

require_once __DIR__ . '/processes.php';

/** A session with a PHP process that runs this code, started without a shell. */
function spawn_worker(NativeIpcPeer $peer, string $code): IpcSession
{
    $imports = 'use StreamIpc\{IpcSession, NativeIpcPeer}; use StreamIpc\Message\{LogMessage, Message}; pcntl_alarm(60);';

    return $peer->spawn([PHP_BINARY, '-r', $imports . $code]);
}

/** A worker that answers, and does not end by itself when its input ends or SIGTERM comes. */
const STUBBORN_WORKER = <<<'PHP'
    pcntl_async_signals(true);
    pcntl_signal(SIGTERM, SIG_IGN);
    $peer = new NativeIpcPeer();
    $peer->createStdioSession()->onRequest(fn (Message $message) => $message);
    $peer->run();
    while (true) sleep(1);
    PHP;

/** Whether a process with this id runs: a zombie does not. */
function runs(int $pid): bool
{
    $stat = (string) @file_get_contents("/proc/$pid/stat");

    return $stat !== '' && !str_contains($stat, ') Z ');
}

/** Waits up to ten seconds until a process does not run any more. */
function ends(int $pid): bool
{
    for ($limit = hrtime(true) + 10e9; runs($pid) && hrtime(true) < $limit;) {
        usleep(1000);
    }

    return !runs($pid);
}
