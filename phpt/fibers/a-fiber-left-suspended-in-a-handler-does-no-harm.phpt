--TEST--
A fiber that is never resumed from a handler does no harm
--FILE--
<?php

use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/peers.php';

$peer = new NativeIpcPeer();
[$session, $socket] = session_and_socket($peer);
$session->onMessage(function (LogMessage $message) {
    echo $message->message, "\n";
    Fiber::getCurrent() && Fiber::suspend();
});
fwrite($socket, frame(new LogMessage('one')) . frame(new LogMessage('two')));
$fiber = new Fiber(fn () => $peer->tick(5.0));
$fiber->start();
unset($fiber);
gc_collect_cycles();
$peer->tick(5.0);
echo "done\n";
--EXPECT--
one
two
done
