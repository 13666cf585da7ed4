--TEST--
An ErrorMessage as the reply is thrown as ErrorMessageException, each time it is awaited
--FILE--
<?php

use StreamIpc\Message\ErrorMessage;
use StreamIpc\Message\ErrorMessageException;
use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/peers.php';

$peer = new NativeIpcPeer();
[$here, $there] = session_pair($peer);
$there->onRequest(fn () => new ErrorMessage('no such page', new DomainException('page 7')));
$promise = $here->request(new LogMessage('question'));
for ($i = 0; $i < 2; $i++) {
    try {
        $promise->await();
    } catch (ErrorMessageException $e) {
        echo implode("\n", array_slice(explode("\n", $e->getMessage()), 0, 2)), "\n";
    }
}
--EXPECT--
no such page
DomainException: page 7
no such page
DomainException: page 7
