--TEST--
Collecting garbage in a handler takes nothing that is in use
--FILE--
<?php

use StreamIpc\IpcSession;
use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/peers.php';

$peer = new NativeIpcPeer();
[$here, $there] = session_pair($peer);
$there->onRequest(function (LogMessage $question, IpcSession $session) use ($peer) {
    gc_collect_cycles();
    return new LogMessage("answer to $question->message");
});
$here->onMessage(function (LogMessage $message, IpcSession $session) use ($there) {
    gc_collect_cycles();
    echo $message->message, "\n";
});
$there->notify(new LogMessage('one'));
$there->notify(new LogMessage('two'));
$promise = $here->request(new LogMessage('question'));
gc_collect_cycles();
echo $promise->await()->message, "\n";
gc_collect_cycles();
--EXPECT--
one
two
answer to question
