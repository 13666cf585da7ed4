--TEST--
An exception handler that returns false keeps the session open; all other handlers still run
--FILE--
<?php

use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/peers.php';

$peer = new NativeIpcPeer();
foreach ([[null, false, true], [null, 0, '', []]] as $results) {
    [$session, $socket] = session_and_socket($peer);
    foreach ($results as $result) {
        $session->onException(function () use ($result) {
            echo json_encode($result), ' ';
            return $result;
        });
    }
    $session->triggerException(new Exception('trouble'));
    echo $session->isOpen() ? "open\n" : "closed\n";
}
--EXPECT--
null false true open
null 0 "" [] closed
