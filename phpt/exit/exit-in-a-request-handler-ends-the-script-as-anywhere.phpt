--TEST--
exit() in a request handler ends the script, even inside await()
--FILE--
<?php

use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/peers.php';

$peer = new NativeIpcPeer();
[$here, $there] = session_pair($peer);
register_shutdown_function(function () { echo "shutting down\n"; });
$there->onRequest(function () { exit("leaving\n"); });
try {
    $here->request(new LogMessage('question'))->await();
} catch (Throwable) {
    echo "never\n";
}
echo "never\n";
--EXPECT--
leaving
shutting down
