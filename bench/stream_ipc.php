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

/** @return \Closure(int): ?Message exchanges so many batches, and returns the last reply */
function connect(Exchange $exchange, string $command, array $idle): \Closure
{
    $peer = peer($exchange);
    foreach ($idle as $stream) {
        $peer->createStreamSession($stream, $stream);
    }
    // We start the worker ourselves, so that those of the extension and the package start alike.
    $process = proc_open($command, [['pipe', 'r'], ['pipe', 'w'], ['pipe', 'w']], $pipes);
    $session = $peer->createStreamSession(...$pipes);
    $session->onMessage(function (LogMessage $message) use ($exchange, &$acknowledged) {
        if ($message != $exchange->acknowledgement()) {
            throw new \RuntimeException("The worker says: $message->message");
        }
        $acknowledged = true;
    });
    $message = $exchange->message();
    $size = $exchange->batch;

    return match ($exchange->pattern) {
        Pattern::OneByOne => function (int $batches) use ($process, $session, $message) {
            while ($batches-- > 0) {
                $reply = $session->request($message)->await();
            }

            return $reply;
        },
        Pattern::InFlight => function (int $batches) use ($process, $session, $message, $size) {
            while ($batches-- > 0) {
                for ($promises = []; count($promises) < $size;) {
                    $promises[] = $session->request($message);
                }
                foreach ($promises as $promise) {
                    $reply = $promise->await();
                }
            }

            return $reply;
        },
        Pattern::OneWay => function (int $batches) use ($process, $peer, $session, $message, $size, &$acknowledged) {
            while ($batches-- > 0) {
                for ($i = 0; $i < $size; $i++) {
                    $session->notify($message);
                }
                for ($acknowledged = false; !$acknowledged;) {
                    $peer->tick();
                }
            }

            return null;
        },
    };
}

/** Answers until the parent is gone. */
function serve(Exchange $exchange): void
{
    $peer = peer($exchange);
    $session = $peer->createStdioSession();
    $session->onRequest(fn (Message $request) => $request);
    $session->onMessage(function (Message $message, IpcSession $session) use ($exchange) {
        static $arrived = 0;
        if (++$arrived % $exchange->batch === 0) {
            $session->notify($exchange->acknowledgement());
        }
    });
    if (method_exists($peer, 'run')) {
        $peer->run();
    } else {
        while (!feof(STDIN)) {
            $peer->tick();
        }
    }
}

function peer(Exchange $exchange): NativeIpcPeer
{
    return new NativeIpcPeer($exchange->json ? new JsonMessageSerializer() : null);
}
