--TEST--
isResolved() tells whether the reply is there, without waiting for it
--FILE--
<?php

use StreamIpc\Message\ErrorMessage;
use StreamIpc\Message\ErrorMessageException;
use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/peers.php';

$peer = new NativeIpcPeer();
[$here, $there] = session_pair($peer);
$there->onRequest(fn (LogMessage $question) => $question->message === 'bad' ? new ErrorMessage('error') : $question);
foreach (['good', 'bad'] as $question) {
    $promise = $here->request(new LogMessage($question));
    var_dump($promise->isResolved());
    tick_until($peer, fn () => $promise->isResolved());
    var_dump($promise->isResolved());
    try {
        $promise->await();
    } catch (ErrorMessageException) {
    }
    var_dump($promise->isResolved());
}
--EXPECT--
bool(false)
bool(true)
bool(true)
bool(false)
bool(true)
bool(true)
