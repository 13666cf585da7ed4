--TEST--
Closing the last session ends at once tick() and run() of other fibers
--SKIPIF--
<?php require __DIR__ . '/../support/amp.php'; skip_without_amp(); ?>
--FILE--
<?php

use StreamIpc\AmphpIpcPeer;
use function Amp\async;
use function Amp\delay;
use function Amp\Future\await;

require __DIR__ . '/../support/amp.php';

pcntl_alarm(30);
$peer = new AmphpIpcPeer();
$session = start_amp_worker($peer, 'sleep(30);', $process);
$futures = [
    async(function () use ($peer) {
        $peer->tick(20.0);
        echo "tick() has returned\n";
    }),
    async(function () use ($peer) {
        $peer->run();
        echo "run() has returned\n";
    }),
];
delay(0.1);
$session->close();
var_dump(wall_seconds(fn () => await($futures)) < 5.0);
proc_terminate($process, SIGKILL);
--EXPECT--
tick() has returned
run() has returned
bool(true)
