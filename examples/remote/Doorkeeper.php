<?php

declare(strict_types=1);

namespace Examples\Remote;

use StreamIpc\IpcSession;
use StreamIpc\NativeIpcPeer;
use StreamIpc\Serialization\MessageSerializer;
use StreamIpc\WorkerPool;

/**
 * Lets workers join a pool over TLS while everything else goes on: nobody waits for a client that connects and
 * says nothing, as they would with NativeIpcPeer::listen() on a tls:// socket.
 */
final class Doorkeeper
{
    private readonly NativeIpcPeer $peer;

    public function __construct(private readonly WorkerPool $pool, private readonly ?MessageSerializer $serializer = null)
    {
        $this->peer = $pool->getPeer();
    }

    /** @param resource $server a tcp:// socket, with the options of TLS in its context */
    public function watch($server): void
    {
        stream_set_blocking($server, false);
        $this->peer->watch($server, function ($server): void {
            $client = @stream_socket_accept($server, 0);
            if ($client !== false) {
                stream_set_blocking($client, false);
                $this->shakeHands($client);
            }
        });
    }

    /** @param resource $client */
    private function shakeHands($client): void
    {
        $done = @stream_socket_enable_crypto($client, true, STREAM_CRYPTO_METHOD_TLS_SERVER);
        if ($done === 0) {
            // More must come from the client first.
            $this->peer->watch($client, function ($client): void {
                $this->peer->unwatch($client);
                $this->shakeHands($client);
            });
        } elseif ($done) {
            $this->letIn($client);
        } else {
            fclose($client);
        }
    }

    /** @param resource $client */
    private function letIn($client): void
    {
        $session = $this->peer->createStreamSession($client, $client, serializer: $this->serializer);
        // Whoever still holds the session, the connection ends with it, so that the worker learns of it.
        $session->onClose(static function (IpcSession $session) use ($client): void {
            $session->close();
            fclose($client);
        });
        $this->pool->add($session);
    }
}
