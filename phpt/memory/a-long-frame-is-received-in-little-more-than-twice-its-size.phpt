--TEST--
Receiving a long frame takes, at its peak, less than 2.2 times its size on top of the message
--SKIPIF--
<?php if (!is_readable('/proc/self/status')) die('skip /proc is not there'); ?>
--INI--
memory_limit=1G
--FILE--
<?php

use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/peers.php';
require __DIR__ . '/../support/memory.php';

const BYTES = 48 << 20;
$peer = new NativeIpcPeer();
$session = start_worker($peer, sprintf(<<<'PHP'
    ini_set('memory_limit', -1);
    $peer = new NativeIpcPeer();
    $session = $peer->createStdioSession();
    $session->onMessage(fn () => $session->notify(new LogMessage(str_repeat('x', %d))));
    $peer->run();
    PHP, BYTES));
$received = null;
$session->onMessage(function (LogMessage $message) use (&$received) { $received = strlen($message->message); });
$session->notify(new LogMessage('now'));
$before = peak_resident_bytes();
tick_until($peer, function () use (&$received) { return $received !== null; });
$peak = (peak_resident_bytes() - $before) / BYTES;
var_dump($received === BYTES);
echo $peak < 1 + 2.2 ? "little\n" : "$peak times its size\n";
--EXPECT--
bool(true)
little
