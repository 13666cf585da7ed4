--TEST--
tick() of a peer whose sessions have ended rests ten milliseconds, also while another peer's streams have news
--FILE--
<?php

use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/processes.php';

pcntl_alarm(10);
[$dead, $live] = [new NativeIpcPeer(), new NativeIpcPeer()];
start_bare_worker($dead, '');
$dead->run();
$session = start_bare_worker($live, <<<'PHP'
    while (fwrite(STDOUT, 'news')) {
        usleep(1000);
    }
    PHP);
$live->tick(5.0);
$seconds = wall_seconds(function () use ($dead) {
    $dead->tick();
    $dead->tick(30.0);
});
var_dump($seconds >= 0.015, $seconds < 0.5);
--EXPECT--
bool(true)
bool(true)
