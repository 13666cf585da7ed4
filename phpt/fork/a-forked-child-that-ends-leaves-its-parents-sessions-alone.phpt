--TEST--
A forked child that closes, drops or just inherits its parent's sessions and ends leaves them alone
--SKIPIF--
<?php if (!extension_loaded('pcntl') || !extension_loaded('posix')) die('skip pcntl and posix are needed'); ?>
--FILE--
<?php

use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/peers.php';
require __DIR__ . '/../support/forks.php';

$peer = new NativeIpcPeer();
[$one, $two] = session_pair($peer);
$worker = start_worker($peer, ECHO_WORKER);
$two->onRequest(fn ($question) => $question);
echo ask($one, 'parent', 5), "\n", ask($worker, 'parent', 5), "\n";
foreach ([
    'inherits' => fn () => null,
    'closes' => fn () => $one->close() . $two->close() . $worker->close(),
    'drops' => function () use (&$one, &$two, &$worker, &$peer) { $one = $two = $worker = $peer = null; gc_collect_cycles(); },
] as $does => $child) {
    echo "$does: ", exit_status(fork($child)), "\n";
    echo ask($one, 'parent', 50), "\n", ask($worker, 'parent', 50), "\n";
}
--EXPECT--
5 replies to the parent
5 replies to the parent
inherits: 0
50 replies to the parent
50 replies to the parent
closes: 0
50 replies to the parent
50 replies to the parent
drops: 0
50 replies to the parent
50 replies to the parent
