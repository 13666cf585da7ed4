--TEST--
A request handler may answer with an ErrorMessage of its own
--FILE--
<?php

use StreamIpc\Message\ErrorMessage;
use StreamIpc\Message\ErrorMessageException;
use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/peers.php';

$peer = new NativeIpcPeer();
[$here, $there] = session_pair($peer);
$there->onRequest(fn () => new ErrorMessage('no such page'));
try {
    $here->request(new LogMessage('question'))->await();
} catch (ErrorMessageException $e) {
    echo get_class($e), ': ', $e->getMessage(), "\n";
}
--EXPECT--
StreamIpc\Message\ErrorMessageException: no such page
