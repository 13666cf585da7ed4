--TEST--
getStats() tells what a session has sent and received, what waits for room, and how many requests are pending
--FILE--
<?php

use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/peers.php';

$peer = new NativeIpcPeer();
[$session, $socket] = session_and_socket($peer);
var_dump($session->getStats());

$message = new LogMessage('text');
$session->notify($message);
$promise = $session->request($message);
var_dump(strlen(fread($socket, 8192)) === $session->getStats()['bytes_sent']);

fwrite($socket, 'junk' . frame($message) . frame($message));
tick_until($peer, fn () => $session->getStats()['messages_received'] === 3);
$stats = $session->getStats();
var_dump($stats['bytes_received'] === strlen('junk' . frame($message) . frame($message)));
unset($stats['bytes_sent'], $stats['bytes_received']);
var_dump($stats);

unset($promise);
var_dump($session->getStats()['pending_requests']);
--EXPECT--
array(6) {
  ["messages_sent"]=>
  int(0)
  ["messages_received"]=>
  int(0)
  ["bytes_sent"]=>
  int(0)
  ["bytes_received"]=>
  int(0)
  ["queued_bytes"]=>
  int(0)
  ["pending_requests"]=>
  int(0)
}
bool(true)
bool(true)
array(4) {
  ["messages_sent"]=>
  int(2)
  ["messages_received"]=>
  int(3)
  ["queued_bytes"]=>
  int(0)
  ["pending_requests"]=>
  int(1)
}
int(0)
