--TEST--
The warnings PHP prints in a worker arrive as junk between its messages
--FILE--
<?php

use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/peers.php';

$peer = new NativeIpcPeer();
$session = start_worker($peer, <<<'PHP'
    ini_set('display_errors', '1');
    ini_set('log_errors', '0');
    $peer = new NativeIpcPeer();
    $session = $peer->createStdioSession();
    $session->notify(new LogMessage('before'));
    echo $undefined;
    $session->notify(new LogMessage('after'));
    PHP);
$session->onMessage(function (LogMessage $message) {
    echo "$message->level: ", trim($message->message), "\n";
});
$peer->run();
--EXPECTF--
info: before
junk: Warning: Undefined variable $undefined in Command line code on line %d
info: after
