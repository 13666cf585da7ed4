--TEST--
Request handlers that return no Message leave the request unhandled; the asker is told what the first of them returned that was not null
--FILE--
<?php

use StreamIpc\IpcSession;
use StreamIpc\Message\ErrorMessage;
use StreamIpc\Message\ErrorMessageException;
use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/peers.php';

$peer = new NativeIpcPeer();
[$here, $there] = session_pair($peer);
foreach ([null, 'text', 42, true, [new LogMessage('in an array')], new ArrayObject()] as $value) {
    $there->onRequest(function () use ($value) {
        echo get_debug_type($value), "\n";
        return $value;
    });
}
function ask(IpcSession $session): void
{
    try {
        echo $session->request(new ErrorMessage('question'))->await()->message, "\n";
    } catch (ErrorMessageException $e) {
        echo $e->getMessage(), "\n";
    }
}
ask($here);
foreach ([new ArrayObject(), null] as $value) {
    [$here, $there] = session_pair($peer);
    $there->onRequest(fn () => $value);
    ask($here);
}
// A later one may still answer.
$there->onRequest(fn () => 42);
$there->onRequest(fn () => new LogMessage('answered all the same'));
ask($here);
--EXPECTF--
null
string
int
bool
array
ArrayObject
Unhandled request: StreamIpc\Message\ErrorMessage (handler #2, %s:14, returned string, which is no StreamIpc\Message\Message; return a message, or null if the request is another handler's)
Unhandled request: StreamIpc\Message\ErrorMessage (handler #1, %s:30, returned ArrayObject, which is no StreamIpc\Message\Message; return a message, or null if the request is another handler's)
Unhandled request: StreamIpc\Message\ErrorMessage
answered all the same
