<?php
// Sends payloads that no serializer made, and shows what comes of them.

use StreamIpc\Envelope\{RequestEnvelope, ResponseEnvelope};
use StreamIpc\IpcPeer;
use StreamIpc\Message\{ErrorMessage, LogMessage, Message};
use StreamIpc\NativeIpcPeer;

require_once __DIR__ . '/frame.php';

/**
 * Writes bytes to a socket while the peer at its other end reads them; then ticks until $done() says so.
 *
 * @param resource $socket
 */
function send_to($socket, string $bytes, IpcPeer $peer, callable $done): void
{
    stream_set_blocking($socket, false);
    while ($bytes !== '') {
        $bytes = substr($bytes, (int) fwrite($socket, $bytes));
        $peer->tick(0);
    }
    tick_until($peer, $done);
}

/** Changes, removes or doubles a few of the bytes at random places; mt_srand() sets the seed. */
function mutated(string $bytes): string
{
    for ($changes = mt_rand(0, 4); $changes > 0; $changes--) {
        $at = mt_rand(0, strlen($bytes));
        $bytes = match (mt_rand(0, 3)) {
            0 => substr_replace($bytes, chr(mt_rand(0, 255)), $at, 1),
            1 => substr_replace($bytes, '', $at, mt_rand(1, 20)),
            2 => substr_replace($bytes, substr($bytes, $at, mt_rand(1, 20)), $at, 0),
            3 => substr_replace($bytes, (string) mt_rand(0, 99), $at, mt_rand(0, 2)),
        };
    }

    return $bytes;
}

/** Prints what handlers see of each payload and what tick() throws; the session must go on afterwards. */
function receive_each(NativeIpcPeer $peer, string $behind, string ...$payloads): void
{
    foreach ($payloads as $payload) {
        [$session, $socket] = session_and_socket($peer);
        $session->registerPromise('pending');
        $session->onMessage(function (Message $message) use (&$came) { $came = describe($message); });
        $session->onRequest(function (Message $message) use (&$came) {
            $came = 'request: ' . describe($message);
            return null;
        });
        $session->onException(function (Throwable $e) use (&$came) {
            $came = 'exception: ' . get_class($e) . ': ' . $e->getMessage();
            return false;
        });
        $came = null;
        fwrite($socket, frame_of($payload));
        try {
            $peer->tick(10);
        } catch (Throwable $e) {
            $came = 'out of tick(): ' . get_class($e) . ': ' . $e->getMessage();
        }
        echo $came ?? 'no handler is told', "\n";
        fwrite($socket, frame_of($behind));
        tick_until($peer, function () use (&$came) { return $came === 'info: behind'; });
        if ($session->popResponse('pending') !== null) {
            echo "    a response is there\n";
        }
        $session->close();
    }
}

function describe(Message $message): string
{
    try {
        return match (true) {
            $message instanceof LogMessage => "$message->level: $message->message",
            // Leave out the stack trace, which holds paths.
            $message instanceof ErrorMessage => strtr(explode("\n#0 ", $message->toString())[0], "\n", ' '),
            $message instanceof RequestEnvelope => "request $message->id with " . get_class($message->request),
            $message instanceof ResponseEnvelope => "response $message->id with " . get_class($message->response),
            default => get_class($message),
        };
    } catch (Error $e) {
        return get_class($message) . ': ' . $e->getMessage();
    }
}
