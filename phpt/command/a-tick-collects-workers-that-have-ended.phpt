--TEST--
A tick collects a worker that has ended after its session was gone, whichever peer had started it
--SKIPIF--
<?php if (!is_readable('/proc/self/stat') || !extension_loaded('posix')) die('skip posix and /proc are needed'); ?>
--FILE--
<?php

use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/peers.php';

/** Whether the child has ended and was not collected. */
function is_zombie(int $pid): bool
{
    return str_contains((string) @file_get_contents("/proc/$pid/stat"), ') Z ');
}

$session = ($peer = new NativeIpcPeer())->createCommandSession('echo $$ >&2; exec sleep 60', getenv());
$session->onMessage(function ($message) use (&$pid) { $pid = (int) $message->message; });
tick_until($peer, function () use (&$pid) { return $pid !== null; });
$session->close();
unset($session, $peer);

posix_kill($pid, SIGKILL);
for ($deadline = microtime(true) + 10; !is_zombie($pid) && microtime(true) < $deadline;) {
    usleep(1000);
}
var_dump(is_zombie($pid));
$other = new NativeIpcPeer();
for ($deadline = microtime(true) + 10; is_zombie($pid) && microtime(true) < $deadline;) {
    $other->tick(0.02);
}
var_dump(is_zombie($pid));
?>
--EXPECT--
bool(true)
bool(false)
