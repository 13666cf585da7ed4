--TEST--
run() returns at once if no session is open
--FILE--
<?php

use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/peers.php';

$peer = new NativeIpcPeer();
$peer->run();
[$session, $socket] = session_and_socket($peer);
$session->close();
$peer->run();
[$session, $socket] = session_and_socket($peer);
fclose($socket);
$peer->tick(5.0);
$peer->run();
echo "done\n";
--EXPECT--
done
