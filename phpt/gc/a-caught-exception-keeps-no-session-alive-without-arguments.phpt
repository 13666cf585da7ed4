--TEST--
With zend.exception_ignore_args an exception that is kept keeps no session alive
--INI--
zend.exception_ignore_args=1
--FILE--
<?php

use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/peers.php';

$peer = new NativeIpcPeer();
[$session, $socket] = session_and_socket($peer);
$session->onMessage(function (LogMessage $message) { throw new RuntimeException($message->message); });
fwrite($socket, frame(new LogMessage('thrown')));
try {
    $peer->tick(10);
} catch (RuntimeException $e) {
    echo $e->getMessage(), "\n";
}
$gone = [WeakReference::create($peer), WeakReference::create($session)];
unset($peer, $session);
gc_collect_cycles();
var_dump($gone[0]->get(), $gone[1]->get(), fread($socket, 1));
--EXPECT--
thrown
NULL
NULL
string(0) ""
