--TEST--
A command runs in the directory it is given, or in that of its parent
--FILE--
<?php

use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;

$peer = new NativeIpcPeer();
chdir(__DIR__);
foreach ([null, dirname(__DIR__)] as $directory) {
    $session = $peer->createCommandSession('pwd', getenv(), $directory);
    $session->onMessage(function (LogMessage $message) use ($directory) {
        var_dump(trim($message->message) === ($directory ?? __DIR__));
    });
    $peer->run();
}
--EXPECT--
bool(true)
bool(true)
