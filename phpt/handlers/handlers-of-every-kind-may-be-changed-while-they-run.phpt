--TEST--
Request, exception and close handlers may be added and removed while they run; what changes counts from the next time on
--FILE--
<?php

use StreamIpc\Envelope\RequestEnvelope;
use StreamIpc\IpcSession;
use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/peers.php';

pcntl_alarm(20);
$peer = new NativeIpcPeer();
[$session, $socket] = session_and_socket($peer);
foreach (['Request', 'Exception', 'Close'] as $kind) {
    $second = function () use ($kind) { echo "$kind: second\n"; return false; };
    $added = function () use ($kind) { echo "$kind: added\n"; return false; };
    $first = function () use ($kind, $session, &$first, $second, $added) {
        echo "$kind: first\n";
        $session->{"off$kind"}($first);
        $session->{"off$kind"}($second);
        $session->{"on$kind"}($added);
        return false;
    };
    $session->{"on$kind"}($first);
    $session->{"on$kind"}($second);
    unset($first);
}
$session->dispatch(new RequestEnvelope('1', new LogMessage('')));
$session->dispatch(new RequestEnvelope('2', new LogMessage('')));
$session->triggerException(new Exception());
$session->triggerException(new Exception());
$session->close();
--EXPECT--
Request: first
Request: second
Request: added
Exception: first
Exception: second
Exception: added
Close: first
Close: second
