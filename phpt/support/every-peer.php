<?php
// Runs one scenario with every kind of peer; the workers are always PHP processes.

use StreamIpc\AmphpIpcPeer;
use StreamIpc\IpcPeer;
use StreamIpc\IpcSession;
use StreamIpc\NativeIpcPeer;
use StreamIpc\SymfonyIpcPeer;

require_once __DIR__ . '/amp.php';
require_once __DIR__ . '/symfony.php';
require_once __DIR__ . '/pipe-peer.php';

/**
 * Prints the output of a scenario with the native peer, and the output with each other peer that differs.
 * Each runs in its own process, so that none sees what another has left, or dies of it.
 *
 * @param callable(IpcPeer, callable(string): IpcSession): void $scenario takes a new peer, and a function
 *     that starts a worker with the given code
 */
function with_every_peer(callable $scenario): void
{
    same_with(every_peer(), $scenario);
}

/** Does the same as with_every_peer(), without the user's peer: for things that one cannot do. */
function with_each_of_our_peers(callable $scenario): void
{
    same_with(our_peers(), $scenario);
}

/** Does the same as with_every_peer(), without Amp's peer, which waits in an event loop. */
function with_every_peer_without_a_loop(callable $scenario): void
{
    same_with(array_diff_key(every_peer(), ['Amp' => true]), $scenario);
}

/** @return list<string> the libraries that with_every_peer() misses on this machine */
function missing_peers(): array
{
    return array_keys(array_filter([
        'Symfony Process (Debian: php-symfony-process)' => !has_symfony(),
        'amphp/byte-stream (in the vendor directory that STREAM_IPC_VENDOR names)' => !has_amp(),
    ]));
}

/** @return array<string, callable(): array{IpcPeer, callable(string): IpcSession}> functions that make each peer */
function every_peer(): array
{
    return our_peers() + ['user' => user_peer(...)];
}

/** @return array<string, callable(): array{IpcPeer, callable(string): IpcSession}> without the user's peer */
function our_peers(): array
{
    return array_filter([
        'native' => native_peer(...),
        'Symfony' => has_symfony() ? symfony_peer(...) : null,
        'Amp' => has_amp() ? amp_peer(...) : null,
    ]);
}

function native_peer(): array
{
    $peer = new NativeIpcPeer();

    return [$peer, fn (string $code) => start_bare_worker($peer, $code)];
}

function symfony_peer(): array
{
    $peer = new SymfonyIpcPeer();
    // PHP complains if a Process is freed with something left to write: free these last, in silence.
    static $processes = [];
    register_shutdown_function(fn () => error_reporting(0));

    return [$peer, function (string $code) use ($peer, &$processes): IpcSession {
        return start_symfony_worker($peer, $code, $processes[]);
    }];
}

function amp_peer(): array
{
    $peer = new AmphpIpcPeer();

    return [$peer, fn (string $code) => start_amp_worker($peer, $code)];
}

function user_peer(): array
{
    $peer = new PipePeer();

    return [$peer, $peer->start(...)];
}

/** @param array<string, callable(): array{IpcPeer, callable(string): IpcSession}> $peers the first one sets the example */
function same_with(array $peers, callable $scenario): void
{
    foreach ($peers as $name => $make) {
        $output = output_of(fn () => $scenario(...$make()));
        if (!isset($expected)) {
            echo $expected = $output;
        } elseif ($output !== $expected) {
            $different = true;
            echo "-- but with the $name peer:\n$output";
        }
    }
    echo isset($different) ? '' : "-- the same with each peer\n";
}

/** What a call prints or throws in its own process, and how that process ends if it fails. */
function output_of(callable $call): string
{
    // Not a pipe: workers would keep it open.
    $output = tmpfile();
    $pid = fork(function () use ($call, $output) {
        ob_start(fn (string $text) => fwrite($output, $text) === false ? $text : '', 1);
        try {
            $call();
        } catch (Throwable $e) {
            echo $e::class, ': ', $e->getMessage(), "\n";
        }
    });
    $status = exit_status($pid);
    rewind($output);

    return stream_get_contents($output) . ($status === 0 ? '' : "-- the process was not well: $status\n");
}
