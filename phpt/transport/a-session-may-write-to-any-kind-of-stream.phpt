--TEST--
A session may write to any kind of stream: a file, memory, a stream of user code
--FILE--
<?php

use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/peers.php';

final class Upper
{
    public static string $written = '';

    public $context;

    public function stream_open(): bool
    {
        return true;
    }

    public function stream_write(string $bytes): int
    {
        self::$written .= $bytes;
        return strlen($bytes);
    }
}

stream_wrapper_register('upper', Upper::class);
$peer = new NativeIpcPeer();
[$read, $other] = stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_STREAM, 0);
$message = new LogMessage(str_repeat('x', 100_000));
foreach ([tmpfile(), fopen('php://memory', 'w+'), fopen('php://temp', 'w+'), fopen('upper://', 'w')] as $stream) {
    $peer->createStreamSession($stream, $read)->notify($message);
    $written = Upper::$written ?: (rewind($stream) ? stream_get_contents($stream) : '');
    var_dump($written === frame($message));
}
--EXPECT--
bool(true)
bool(true)
bool(true)
bool(true)
