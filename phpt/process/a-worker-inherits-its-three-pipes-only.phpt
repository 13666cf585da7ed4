--TEST--
A worker inherits no descriptor but its three pipes, whichever way it was started
--SKIPIF--
<?php if (PHP_OS_FAMILY !== 'Linux') die('skip Linux is needed'); ?>
--FILE--
<?php

use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/peers.php';

$peer = new NativeIpcPeer();
$streams = session_pair($peer);
$file = fopen(__FILE__, 'r');
$list = 'ls /proc/$$/fd; true';
foreach (['spawn', 'createCommandSession'] as $way) {
    $session = $way === 'spawn' ? $peer->spawn(['sh', '-c', $list]) : $peer->createCommandSession($list, getenv());
    $session->onMessage(function (LogMessage $message) use (&$listed) { $listed .= $message->message; });
    tick_until($peer, fn () => !$session->isOpen());
    echo str_replace("\n", ' ', trim($listed)), "\n";
    $listed = '';
}
?>
--EXPECT--
0 1 2
0 1 2
