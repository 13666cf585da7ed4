--TEST--
tick() ends with the first message, not with its timeout
--FILE--
<?php

use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/peers.php';

$peer = new NativeIpcPeer();
$session = start_worker($peer, <<<'PHP'
    (new NativeIpcPeer())->createStdioSession()->notify(new LogMessage('hello'));
    fgets(STDIN);
    PHP);
$session->onMessage(function (LogMessage $message) { echo $message->message, "\n"; });
var_dump(wall_seconds(fn () => $peer->tick(50.0)) < 40.0);
--EXPECT--
hello
bool(true)
