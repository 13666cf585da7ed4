--TEST--
A loop of ticks without sessions rests in each of them, and lets other fibers run meanwhile
--SKIPIF--
<?php require __DIR__ . '/../support/amp.php'; skip_without_amp(); ?>
--FILE--
<?php

use Revolt\EventLoop;
use StreamIpc\AmphpIpcPeer;
use function Amp\async;

require __DIR__ . '/../support/amp.php';

pcntl_alarm(20);
$turns = 0;
$timer = EventLoop::repeat(0.001, function () use (&$turns) { $turns++; });
$cpu = cpu_seconds();
$seconds = wall_seconds(function () {
    async(function () {
        $peer = new AmphpIpcPeer();
        for ($i = 0; $i < 30; $i++) {
            $peer->tick();
        }
    })->await();
});
EventLoop::cancel($timer);
var_dump($seconds > 0.25, $seconds < 3.0, $turns > 60, cpu_seconds() - $cpu < 0.25);
--EXPECT--
bool(true)
bool(true)
bool(true)
bool(true)
