--TEST--
A worker that closes its output but lives on is lost, and its process is ended; so is the process of a session that is closed behind the pool's back
--FILE--
<?php

use StreamIpc\PoolEvent;
use StreamIpc\WorkerPool;

require __DIR__ . '/../support/pool.php';

$code = '$session->close(); fclose(STDOUT); fclose(STDERR); for ($i = 0; $i < 4; $i++) sleep(30);';
$pool = new WorkerPool(obeying(), 1, grace: 0.3);
$pid = (int) outcome($pool->submit(job('pcntl_async_signals(true); pcntl_signal(SIGTERM, SIG_IGN); return getmypid();')));
$seconds = wall_seconds(function () use ($pool, $code) { echo outcome($pool->submit(job($code))), "\n"; });
var_dump($seconds < 0.3 ?: $seconds, runs($pid));
$pool->getPeer()->tickFor(0.6);
var_dump(runs($pid));

$sessions = [];
$pool->onEvent(function (PoolEvent $event) use (&$sessions) {
    $sessions[$event->pid] = $event->session;
});
$pid = (int) outcome($pool->submit(job('pcntl_async_signals(true); pcntl_signal(SIGTERM, SIG_IGN); return getmypid();')));
$hanging = $pool->submit(job('for ($i = 0; $i < 4; $i++) sleep(30);'));
$pool->getPeer()->tickFor(0.05);
$sessions[$pid]->close();
echo outcome($hanging), "\n";
$pool->getPeer()->tickFor(0.6);
var_dump(runs($pid));
echo outcome($pool->submit(job('return "another worker";'))), "\n";
--EXPECT--
StreamIpc\WorkerLostException: The job (StreamIpc\Message\LogMessage) is lost: the worker has closed its streams
bool(true)
bool(true)
bool(false)
StreamIpc\WorkerLostException: The job (StreamIpc\Message\LogMessage) is lost: its session was closed on this side
bool(false)
another worker
