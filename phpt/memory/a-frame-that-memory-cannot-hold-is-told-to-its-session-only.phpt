--TEST--
The exception handlers of its session get a frame that memory_limit cannot hold; the other sessions go on
--INI--
memory_limit=32M
--FILE--
<?php

use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/peers.php';

$peer = new NativeIpcPeer();
$big = start_worker($peer, <<<'PHP'
    ini_set('memory_limit', -1);
    $peer = new NativeIpcPeer();
    $session = $peer->createStdioSession();
    $session->notify(new LogMessage(str_repeat('x', 64 << 20)));
    $session->notify(new LogMessage('behind it'));
    $peer->run();
    PHP);
$big->onMessage(function (LogMessage $message) { echo $message->message, "\n"; });
$big->onException(function (Throwable $e) {
    echo get_class($e), ': ', $e->getMessage(), "\n";
    return false;
});
[$other, $socket] = session_and_socket($peer);
$other->onMessage(function (LogMessage $message) use (&$last) { echo $last = $message->message, "\n"; });
$other->onException(function () { echo "never\n"; });
fwrite($socket, frame(new LogMessage('before')));
$big->onMessage(fn () => fwrite($socket, frame(new LogMessage('after'))));
tick_until($peer, function () use (&$last) { return $last === 'after'; });
var_dump($big->isOpen(), $other->isOpen());
--EXPECTF--
before
RuntimeException: Frame length 671089%d exceeds max 33554432
behind it
after
bool(true)
bool(true)
