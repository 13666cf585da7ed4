--TEST--
Over other streams one side says hello, and both know: cancellation, messages of requests and deadlines travel both ways
--FILE--
<?php

use StreamIpc\IncomingRequest;
use StreamIpc\IpcSession;
use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/native.php';

$peer = new NativeIpcPeer();
[$here, $there] = session_pair($peer);
var_dump($here->isNative(), $there->isNative());
// None of it is a message of the session.
$here->onMessage(fn () => print("a message\n"));
$there->onMessage(fn () => print("a message\n"));
$here->sayHello();
$here->sayHello();
tick_until($peer, $there->isNative(...));
var_dump($here->isNative());
foreach ([[$here, $there], [$there, $here]] as [$asker, $asked]) {
    $asked->onRequest($handler = function (LogMessage $job, IpcSession $session, IncomingRequest $request) use (&$open) {
        echo $request->getRemainingTime() > 19.0 ? "time known\n" : "time unknown\n";
        $request->notify(new LogMessage('half way'));
        $request->onCancel(function () { echo "cancelled\n"; });
        return $open = $request;
    });
    $promise = $asker->request(new LogMessage('work'), 20.0);
    $promise->onMessage(function (LogMessage $message) use ($promise) {
        echo $message->message, "\n";
        $promise->cancel();
    });
    tick_until($peer, function () use (&$open) { return $open?->isCancelled(); });
    $open = null;
}
--EXPECT--
bool(false)
bool(false)
bool(true)
time known
half way
cancelled
time known
half way
cancelled
