<?php
// Payloads made by hand, and how to get them to a session of the same process.

use StreamIpc\IpcPeer;

/** A payload as it travels. */
function frame_of(string $payload): string
{
    return "\xF3\x4A\x9D\xE2" . pack('N', strlen($payload)) . $payload;
}

/**
 * Writes bytes to a socket while the peer at its other end reads them, and ticks on until it is done.
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
