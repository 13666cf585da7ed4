--TEST--
Handlers get the message and the session
--FILE--
<?php

use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/peers.php';

$peer = new NativeIpcPeer();
[$here, $there] = session_pair($peer);
$there->onMessage(function (mixed ...$arguments) use ($there) {
    var_dump(count($arguments), $arguments[0]->message, $arguments[1] === $there);
});
$there->onRequest(function (mixed ...$arguments) use ($there) {
    var_dump(count($arguments), $arguments[0]->message, $arguments[1] === $there);
    return $arguments[0];
});
$here->notify(new LogMessage('a notification'));
$here->request(new LogMessage('a request'))->await();
--EXPECT--
int(2)
string(14) "a notification"
bool(true)
int(2)
string(9) "a request"
bool(true)
