--TEST--
Dropping a session ends its worker
--SKIPIF--
<?php
if (!extension_loaded('posix')) {
    die('skip posix is needed');
}
--FILE--
<?php

use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/peers.php';

$peer = new NativeIpcPeer();
$session = start_worker($peer, <<<'PHP'
    $peer = new NativeIpcPeer();
    $peer->createStdioSession()->onRequest(fn () => new LogMessage((string) getmypid()));
    $peer->run();
    PHP);
$pid = (int) $session->request(new LogMessage('who are you?'))->await()->message;
var_dump(posix_kill($pid, 0));

$session->close();
unset($session);
// The shell that started the worker may end before it.
$limit = hrtime(true) + 10_000_000_000;
while (posix_kill($pid, 0) && hrtime(true) < $limit) {
    usleep(1000);
}
var_dump(posix_kill($pid, 0));
--EXPECT--
bool(true)
bool(false)
