--TEST--
A closed session that nothing captures goes with its last reference
--FILE--
<?php

use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/peers.php';

$peer = new NativeIpcPeer();
[$session, $socket] = session_and_socket($peer);
[$weakSession, $weakTransport] = [WeakReference::create($session), WeakReference::create($session->getTransport())];
$session->close();
unset($session);
var_dump($weakSession->get(), $weakTransport->get());
--EXPECT--
NULL
NULL
