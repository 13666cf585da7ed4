<?php

use StreamIpc\IpcPeer;
use StreamIpc\IpcSession;
use StreamIpc\Message\Message;
use StreamIpc\NativeIpcPeer;
use StreamIpc\Serialization\NativeMessageSerializer;
use StreamIpc\Transport\FrameCodec;

/** The shell command of a PHP process that runs this code, with the names of our classes imported. */
function worker_command(string $code): string
{
    $imports = <<<'PHP'
        use StreamIpc\IpcSession;
        use StreamIpc\NativeIpcPeer;
        use StreamIpc\Message\{ErrorMessage, LogMessage, Message};
        use StreamIpc\Transport\PeerClosedException;
        // Whatever goes wrong, no worker outlives its test for long.
        function_exists('pcntl_alarm') && pcntl_alarm(60);

        PHP;

    return escapeshellarg(PHP_BINARY) . ' -r ' . escapeshellarg($imports . $code);
}

/** A session with a PHP process that runs this code. */
function start_worker(NativeIpcPeer $peer, string $code): IpcSession
{
    return $peer->createCommandSession(worker_command($code), getenv());
}

/**
 * A PHP process that runs this code with a socket as its STDIN and STDOUT.
 *
 * @return array{resource, resource} our end of the socket, and the process
 */
function start_on_socket(string $code): array
{
    // proc_open() makes the socket, not stream_socket_pair(): the child must not inherit our end.
    $process = proc_open(worker_command($code), [['socket'], ['redirect', 0], STDERR], $pipes);

    return [$pipes[0], $process];
}

/**
 * Two sessions of one peer that talk to each other.
 *
 * @return array{IpcSession, IpcSession}
 */
function session_pair(NativeIpcPeer $peer): array
{
    [$here, $there] = stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_STREAM, 0);

    return [$peer->createStreamSession($here, $here), $peer->createStreamSession($there, $there)];
}

/**
 * A session, and the other end of its socket.
 *
 * @return array{IpcSession, resource}
 */
function session_and_socket(NativeIpcPeer $peer): array
{
    [$ours, $theirs] = stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_STREAM, 0);

    return [$peer->createStreamSession($ours, $ours), $theirs];
}

/** The frame of a message. */
function frame(Message $message): string
{
    return (new FrameCodec(new NativeMessageSerializer()))->pack($message);
}

/**
 * Reads the messages that have arrived on a socket.
 *
 * @param resource $socket
 * @return list<Message>
 */
function received($socket): array
{
    stream_set_blocking($socket, false);

    return (new FrameCodec(new NativeMessageSerializer()))->feed(stream_get_contents($socket));
}

/** Ticks until $done() says so, and gives up after ten seconds. */
function tick_until(IpcPeer $peer, callable $done): void
{
    $limit = hrtime(true) + 10_000_000_000;
    while (!$done()) {
        if (hrtime(true) > $limit) {
            throw new RuntimeException('Not done after ten seconds');
        }
        $peer->tick(0.5);
    }
}

/** The processor time that this process has used. */
function cpu_seconds(): float
{
    $usage = getrusage();

    return $usage['ru_utime.tv_sec'] + $usage['ru_stime.tv_sec']
        + ($usage['ru_utime.tv_usec'] + $usage['ru_stime.tv_usec']) / 1e6;
}

/** How long a call takes. */
function wall_seconds(callable $call): float
{
    $start = hrtime(true);
    $call();

    return (hrtime(true) - $start) / 1e9;
}
