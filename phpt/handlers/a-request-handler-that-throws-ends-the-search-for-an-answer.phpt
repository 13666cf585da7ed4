--TEST--
Handlers behind a request handler that throws do not run; neither tick() throws nor the session ends
--FILE--
<?php

use StreamIpc\Message\ErrorMessageException;
use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/peers.php';

$peer = new NativeIpcPeer();
[$here, $there] = session_pair($peer);
$there->onException(function () { echo "never\n"; });
$there->onRequest(fn () => throw new DomainException('not today'));
$there->onRequest(function () { echo "never\n"; return new LogMessage('answer'); });
$promise = $here->request(new LogMessage('question'));
tick_until($peer, fn () => $promise->isResolved());
try {
    $promise->await();
} catch (ErrorMessageException $e) {
    echo implode("\n", array_slice(explode("\n", $e->getMessage()), 0, 2)), "\n";
}
var_dump($there->isOpen());
--EXPECT--
Error in dispatch
DomainException: not today
bool(true)
