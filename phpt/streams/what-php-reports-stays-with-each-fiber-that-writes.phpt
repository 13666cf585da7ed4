--TEST--
Streams that suspend fibers while they are written keep what PHP reports of them, and the script's handler comes back
--FILE--
<?php

use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;

/** A wrapper that suspends its fiber, then claims to have written more than there was. */
final class Suspending
{
    public $context;

    public function stream_open(): bool
    {
        return true;
    }

    public function stream_write(string $bytes): int
    {
        Fiber::suspend();
        trigger_error('its own');

        return strlen($bytes) + 1;
    }
}
stream_wrapper_register('suspending', Suspending::class);
set_error_handler(fn (int $level, string $text) => print("handled: $text\n"));

$peer = new NativeIpcPeer();
$fibers = [];
foreach (['first', 'second'] as $name) {
    $session = $peer->createStreamSession(fopen('suspending://', 'w'), fopen('php://memory', 'r'));
    $fibers[$name] = new Fiber(fn () => $session->notify(new LogMessage($name)));
    $fibers[$name]->start();
    trigger_error("while the $name is written");
}
foreach ($fibers as $name => $fiber) {
    // PHP itself reports "wrote 1 bytes more data than requested".
    $fiber->resume();
    trigger_error("behind the $name");
}
?>
--EXPECT--
handled: while the first is written
handled: while the second is written
handled: its own
handled: behind the first
handled: its own
handled: behind the second
