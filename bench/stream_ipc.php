<?php

// Both ends with the classes of StreamIpc: those of the extension if it is loaded, else the package's.

declare(strict_types=1);

namespace Bench;

use StreamIpc\IpcSession;
use StreamIpc\Message\LogMessage;
use StreamIpc\Message\Message;
use StreamIpc\NativeIpcPeer;
use StreamIpc\Serialization\JsonMessageSerializer;

if (!extension_loaded('stream_ipc')) {
    require getenv('PURE_PHP_AUTOLOAD');
}

/** @return \Closure(int): Message exchanges so many batches, and returns the last message that came back */
function connect(Exchange $exchange, string $command, array $idle): \Closure
{
    $peer = peer($exchange);
    foreach ($idle as $stream) {
        $peer->createStreamSession($stream, $stream);
    }
    // We start the worker ourselves, so that those of the extension and the package start alike.
    $process = proc_open($command, [['pipe', 'r'], ['pipe', 'w'], ['pipe', 'w']], $pipes);
    $session = $peer->createStreamSession(...$pipes);
    $run = match ($exchange->pattern) {
        Pattern::OneByOne => one_by_one($session, $exchange->request()),
        Pattern::InFlight => in_flight($session, $exchange->request(), $exchange->requests()),
        Pattern::ToWorker, Pattern::ToParent => one_way($peer, $session, $exchange),
    };

    // Holds the process, which PHP would otherwise wait for here.
    return function (int $batches) use ($process, $run) {
        return $run($batches);
    };
}

function one_by_one(IpcSession $session, Message $request): \Closure
{
    return function (int $batches) use ($session, $request) {
        while ($batches-- > 0) {
            $reply = $session->request($request)->await();
        }

        return $reply;
    };
}

function in_flight(IpcSession $session, Message $request, int $size): \Closure
{
    return function (int $batches) use ($session, $request, $size) {
        while ($batches-- > 0) {
            for ($promises = []; count($promises) < $size;) {
                $promises[] = $session->request($request);
            }
            foreach ($promises as $promise) {
                $reply = $promise->await();
            }
        }

        return $reply;
    };
}

function one_way(NativeIpcPeer $peer, IpcSession $session, Exchange $exchange): \Closure
{
    $session->onMessage(function (LogMessage $message) use (&$arrived, &$last) {
        $arrived++;
        $last = $message;
    });
    [$message, $there, $back] = [$exchange->request(), $exchange->requests(), $exchange->replies()];

    return function (int $batches) use ($peer, $session, $message, $there, $back, &$arrived, &$last) {
        while ($batches-- > 0) {
            for ($i = 0; $i < $there; $i++) {
                $session->notify($message);
            }
            for ($arrived = 0; $arrived < $back;) {
                $peer->tick();
            }
        }

        return $last;
    };
}

/** Answers until the parent is gone. */
function serve(Exchange $exchange): void
{
    $peer = peer($exchange);
    $parent = $peer->createStdioSession();
    $parent->onRequest(fn (Message $request) => $request);
    [$message, $there, $back] = [$exchange->reply(), $exchange->requests(), $exchange->replies()];
    $parent->onMessage(function (Message $_, IpcSession $parent) use ($message, $there, $back, &$arrived) {
        if (++$arrived % $there === 0) {
            for ($i = 0; $i < $back; $i++) {
                $parent->notify($message);
            }
        }
    });
    if (method_exists($peer, 'run')) {
        $peer->run();
    } else {
        run($peer);
    }
}

/** run() for the package. Its ticks have an end, as one without might go on when the parent is gone. */
function run(NativeIpcPeer $peer): void
{
    while (is_resource(STDIN) && !feof(STDIN)) {
        $peer->tick(0.01);
    }
}

function peer(Exchange $exchange): NativeIpcPeer
{
    return new NativeIpcPeer($exchange->json ? new JsonMessageSerializer() : null);
}
