--TEST--
A peer may have more sessions than select() has room for
--SKIPIF--
<?php
if (!extension_loaded('posix')) {
    die('skip posix is needed');
}
$hard = posix_getrlimit()['hard openfiles'];
if ($hard !== 'unlimited' && $hard < 3000) {
    die('skip the limit of open files is too low');
}
--FILE--
<?php

use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/peers.php';

posix_setrlimit(POSIX_RLIMIT_NOFILE, 3000, posix_getrlimit()['hard openfiles'] === 'unlimited' ? POSIX_RLIMIT_INFINITY : posix_getrlimit()['hard openfiles']);
$peer = new NativeIpcPeer();
$seen = [];
for ($i = 0; $i < 1200; $i++) {
    [$session, $sockets[$i]] = session_and_socket($peer);
    $session->onMessage(function (LogMessage $message) use (&$seen) { $seen[] = $message->message; });
}
foreach ($sockets as $i => $socket) {
    fwrite($socket, frame(new LogMessage((string) $i)));
}
tick_until($peer, function () use (&$seen) { return count($seen) >= 1200; });
sort($seen, SORT_NUMERIC);
var_dump($seen === array_map(strval(...), range(0, 1199)));
--EXPECT--
bool(true)
