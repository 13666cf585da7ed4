--TEST--
Thirty worker processes at once are all served, and all end with their parent's sessions
--SKIPIF--
<?php if (!extension_loaded('posix')) die('skip posix is needed'); ?>
--FILE--
<?php

use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/peers.php';

$peer = new NativeIpcPeer();
$sessions = [];
for ($i = 0; $i < 30; $i++) {
    $sessions[$i] = start_worker($peer, <<<'PHP'
        $peer = new NativeIpcPeer();
        $peer->createStdioSession()->onRequest(fn (LogMessage $question) => new LogMessage($question->message . ' ' . getmypid()));
        $peer->run();
        PHP);
}
$pids = [];
for ($round = 0; $round < 20; $round++) {
    $promises = array_map(fn ($session) => $session->request(new LogMessage("round $round"), 30), $sessions);
    foreach ($promises as $i => $promise) {
        [, $number, $pid] = explode(' ', $promise->await()->message);
        $pids[$i][$pid][] = (int) $number;
    }
}
$rounds = array_map(fn (array $own) => array_values($own), $pids);
var_dump($rounds === array_fill(0, 30, [range(0, 19)]), count(array_unique(array_map(array_key_first(...), $pids))));
foreach ($sessions as $session) {
    $session->close();
}
unset($session, $sessions, $promise, $promises, $peer);
gc_collect_cycles();
$alive = fn () => array_filter($pids, fn (array $own) => posix_kill(array_key_first($own), 0) && !is_zombie(array_key_first($own)));
$limit = hrtime(true) + 10e9;
while ($alive() && hrtime(true) < $limit) {
    usleep(10_000);
}
var_dump(count($alive()));

function is_zombie(int $pid): bool
{
    return preg_match('/^State:\s+Z/m', (string) @file_get_contents("/proc/$pid/status")) === 1;
}
--EXPECT--
bool(true)
int(30)
int(0)
