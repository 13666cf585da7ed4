--TEST--
Request handlers that return no Message leave the request unhandled
--FILE--
<?php

use StreamIpc\Message\ErrorMessage;
use StreamIpc\Message\ErrorMessageException;
use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/peers.php';

$peer = new NativeIpcPeer();
[$here, $there] = session_pair($peer);
foreach ([null, 'text', 42, true, [new LogMessage('in an array')], new ArrayObject()] as $value) {
    $there->onRequest(function () use ($value) {
        echo get_debug_type($value), ' ';
        return $value;
    });
}
try {
    $here->request(new ErrorMessage('question'))->await();
} catch (ErrorMessageException $e) {
    echo "\n", $e->getMessage(), "\n";
}
--EXPECT--
null string int bool array ArrayObject 
Unhandled request: StreamIpc\Message\ErrorMessage
