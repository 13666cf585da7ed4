--TEST--
A peer is collected with its sessions, transports and processes, whose children end
--SKIPIF--
<?php require __DIR__ . '/../support/symfony.php'; skip_without_symfony(); ?>
--FILE--
<?php

use StreamIpc\Message\LogMessage;
use StreamIpc\SymfonyIpcPeer;

require __DIR__ . '/../support/symfony.php';

pcntl_alarm(30);
$peers = $pids = [];
for ($i = 0; $i < 3; $i++) {
    $peer = new SymfonyIpcPeer();
    $session = start_symfony_worker($peer, ANSWERING, $process);
    $session->onMessage(function () use ($peer, $session, $process) {});
    $session->request(new LogMessage('ready?'), 20.0)->await();
    $peers[] = WeakReference::create($peer);
    $pids[] = $process->getPid();
}
unset($peer, $session, $process);
var_dump(gc_collect_cycles() > 0);
var_dump(array_filter(array_map(fn (WeakReference $peer) => $peer->get(), $peers)));
var_dump(array_filter($pids, fn (int $pid) => posix_kill($pid, 0)));
--EXPECT--
bool(true)
array(0) {
}
array(0) {
}
