--TEST--
A user's subclass reads and writes its sessions: new ones are in it, closed ones leave it, under whatever key they stand
--FILE--
<?php

use StreamIpc\IpcSession;

require __DIR__ . '/../support/queue-peer.php';

$peer = new QueuePeer();
[$one, $two] = $peer->connect();
[$three] = $peer->connect();
var_dump(array_values($peer->sessions()) === array_values(array_filter($peer->sessions(), fn ($session) => $session instanceof IpcSession)));
var_dump(count($peer->sessions()), in_array($two, $peer->sessions(), true));

$peer->replaceSessions(['first' => $one, 7 => $two, 'last' => $three]);
$two->close();
$one->close();
var_dump(array_keys($peer->sessions()));

$peer->replaceSessions([]);
$three->close();
var_dump($peer->sessions(), $three->isOpen());
--EXPECT--
bool(true)
int(4)
bool(true)
array(1) {
  [0]=>
  string(4) "last"
}
array(0) {
}
bool(false)
