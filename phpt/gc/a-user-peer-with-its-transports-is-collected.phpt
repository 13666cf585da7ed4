--TEST--
A user's peer is collected with its sessions and transports
--FILE--
<?php

use StreamIpc\Message\LogMessage;

require __DIR__ . '/../support/queue-peer.php';

$peers = [];
for ($i = 0; $i < 10; $i++) {
    $peer = new QueuePeer();
    [$here, $there] = $peer->connect();
    $here->onMessage(function () use ($peer, $there) {});
    $here->notify(new LogMessage('unread'));
    $peers[] = WeakReference::create($peer);
}
unset($peer, $here, $there);
var_dump(gc_collect_cycles() > 0);
var_dump(array_filter(array_map(fn (WeakReference $peer) => $peer->get(), $peers)));
--EXPECT--
bool(true)
array(0) {
}
