--TEST--
A fatal error in a worker's handler arrives as junk before the end
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
    $peer->createStdioSession()->onMessage(function () { trigger_error('no way on', E_USER_ERROR); });
    $peer->run();
    PHP);
$session->notify(new LogMessage('go'));
$session->onMessage(function (LogMessage $message) {
    echo "$message->level: ", trim($message->message), "\n";
});
$session->onClose(function () { echo "ended\n"; });
$peer->run();
--EXPECTF--
junk: Fatal error: no way on in Command line code on line %d
ended
