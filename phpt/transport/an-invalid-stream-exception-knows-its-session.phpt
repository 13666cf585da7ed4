--TEST--
InvalidStreamException knows its session
--FILE--
<?php

use StreamIpc\InvalidStreamException;
use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/peers.php';

$peer = new NativeIpcPeer();
[$session] = session_and_socket($peer);
$previous = new Exception('previous');
$plain = new InvalidStreamException($session);
$full = new InvalidStreamException(code: 7, message: 'text', previous: $previous, session: $session);
echo get_parent_class($plain), ': ', $plain->getMessage(), ' ', $plain->getCode(), "\n";
var_dump($plain->getSession() === $session, $full->getSession() === $session, $full->getPrevious() === $previous);
echo $full->getMessage(), ' ', $full->getCode(), "\n";
try {
    new InvalidStreamException('text');
} catch (TypeError $e) {
    echo $e->getMessage(), "\n";
}
--EXPECT--
RuntimeException: Invalid stream resource 0
bool(true)
bool(true)
bool(true)
text 7
StreamIpc\InvalidStreamException::__construct(): Argument #1 ($session) must be of type StreamIpc\IpcSession, string given
