<?php
// What becomes of payloads that no serializer made, each with its own session.

use StreamIpc\Envelope\{RequestEnvelope, ResponseEnvelope};
use StreamIpc\Message\{ErrorMessage, LogMessage, Message};
use StreamIpc\NativeIpcPeer;

/** Prints what handlers see of each payload, and what comes out of tick(); each session must go on behind it. */
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
            // The stack trace, which holds paths, is left out.
            $message instanceof ErrorMessage => strtr(explode("\n#0 ", $message->toString())[0], "\n", ' '),
            $message instanceof RequestEnvelope => "request $message->id with " . get_class($message->request),
            $message instanceof ResponseEnvelope => "response $message->id with " . get_class($message->response),
            default => get_class($message),
        };
    } catch (Error $e) {
        return get_class($message) . ': ' . $e->getMessage();
    }
}
