--TEST--
References and cycles that come in work as such, and are collected when nobody holds them
--FILE--
<?php

use StreamIpc\Message\{LogMessage, Message};
use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/peers.php';
require __DIR__ . '/../support/payloads.php';

final class Knot implements Message
{
    public mixed $self = null;
    public array $list = [];
}

$peer = new NativeIpcPeer();
[$session, $socket] = session_and_socket($peer);
$seen = 0;
$session->onMessage(function (Knot $knot) use (&$seen, &$weak) {
    $knot->list[0] = 'changed';
    $seen += (int) ($knot->self === $knot && $knot->list[1] === 'changed' && $knot->list[2] === $knot);
    $weak = WeakReference::create($knot);
});
$payload = 'O:4:"Knot":2:{s:4:"self";r:1;s:4:"list";a:3:{i:0;s:1:"a";i:1;R:4;i:2;r:1;}}';
for ($i = 0; $i < 20_000; $i++) {
    fwrite($socket, frame_of($payload));
    $peer->tick(10);
    if ($i === 5000) {
        gc_collect_cycles();
        $memory = memory_get_usage();
    }
}
gc_collect_cycles();
var_dump($seen, $weak->get(), memory_get_usage() - $memory < 100_000);
--EXPECT--
int(20000)
NULL
bool(true)
