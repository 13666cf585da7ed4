--TEST--
A request handler that is a generator function gives no message, so the request is unhandled
--FILE--
<?php

use StreamIpc\Message\ErrorMessageException;
use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/peers.php';

$peer = new NativeIpcPeer();
[$here, $there] = session_pair($peer);
$there->onRequest(function () {
    echo "never\n";
    yield new LogMessage('answer');
});
try {
    $here->request(new LogMessage('question'))->await();
} catch (ErrorMessageException $e) {
    echo $e->getMessage(), "\n";
}
--EXPECTF--
Unhandled request: StreamIpc\Message\LogMessage (handler #1, %s:11, returned Generator, which is no StreamIpc\Message\Message; return a message, or null if the request is another handler's)
