--TEST--
A hundred megabytes of junk without a frame keep memory flat, and no byte is missing
--INI--
memory_limit=32M
--SKIPIF--
<?php if (!is_readable('/proc/self/status')) die('skip /proc is not there'); ?>
--FILE--
<?php

use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/peers.php';
require __DIR__ . '/../support/memory.php';

$peer = new NativeIpcPeer();
$session = start_worker($peer, <<<'PHP'
    // Starts of the magic, so that there is always a tail to keep.
    $junk = str_repeat("\xF3\x4A\x9D", 33333) . "\xF3";
    for ($i = 0; $i < 1000; $i++) {
        fwrite(STDOUT, $junk);
    }
    PHP);
$bytes = 0;
$session->onMessage(function (LogMessage $message) use (&$bytes) { $bytes += $message->level === 'junk' ? strlen($message->message) : 0; });
$peer->tick(20);
$before = resident_bytes();
tick_until($peer, fn () => !$session->isOpen());
var_dump($bytes, peak_resident_bytes() - $before < 16 << 20, memory_get_peak_usage() < 8 << 20);
--EXPECT--
int(100000000)
bool(true)
bool(true)
