--TEST--
If a worker has died before a request is sent, the exception of the send tells its last words, too
--FILE--
<?php

use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;
use StreamIpc\Transport\StreamClosedException;

require __DIR__ . '/../support/peers.php';
require __DIR__ . '/../support/death.php';

$peer = new NativeIpcPeer();
$session = $peer->createCommandSession('exec 3>&1; echo "the reason" >&2; exec true', getenv());
$told = 0;
$session->onMessage(function (LogMessage $message) use (&$told) { echo "$message->level: $message->message"; });
usleep(300_000);
try {
    $session->request(new LogMessage('question'), 20.0);
} catch (StreamClosedException $e) {
    echo $e->getMessage(), "\n";
}
// Nothing is lost for the handlers.
$peer->run();
--EXPECTF--
Cannot send a frame of %d bytes: Broken pipe%S; the other side has closed the stream or ended; its last words: the reason
junk: the reason
