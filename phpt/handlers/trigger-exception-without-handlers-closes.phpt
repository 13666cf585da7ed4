--TEST--
triggerException() closes a session without exception handlers
--FILE--
<?php

use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/peers.php';

$peer = new NativeIpcPeer();
[$session] = session_and_socket($peer);
$session->triggerException(new Error('trouble'));
var_dump($session->isOpen());
$peer->run();
--EXPECT--
bool(false)
