--TEST--
Waiting costs less than five percent of a processor, also when all sessions have ended
--SKIPIF--
<?php require __DIR__ . '/../support/amp.php'; skip_without_amp(); ?>
--FILE--
<?php

use StreamIpc\AmphpIpcPeer;
use StreamIpc\Message\LogMessage;

require __DIR__ . '/../support/amp.php';

pcntl_alarm(30);
$peer = new AmphpIpcPeer();
$session = start_amp_worker($peer, ANSWERING);
$session->request(new LogMessage('ready?'), 20.0)->await();
$before = cpu_seconds();
$peer->tick(1.0);
var_dump(cpu_seconds() - $before < 0.05);
$ended = start_amp_worker($peer, '');
$session->close();
$peer->run();
$before = cpu_seconds();
$peer->tickFor(1.0);
var_dump(cpu_seconds() - $before < 0.1);
--EXPECT--
bool(true)
bool(true)
