--TEST--
A request is answered under its id, be it empty, long, a number or bytes
--FILE--
<?php

use StreamIpc\Envelope\{RequestEnvelope, ResponseEnvelope};
use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/peers.php';

$peer = new NativeIpcPeer();
[$session, $socket] = session_and_socket($peer);
$answered = 0;
$session->onRequest(function (LogMessage $question) use (&$answered) {
    $answered++;
    return $question;
});
$ids = ['', '0', '-1', '9223372036854775808', "\0\xF3\x4A\x9D\xE2\xFF", str_repeat('i', 100_000)];
foreach ($ids as $number => $id) {
    fwrite($socket, frame(new RequestEnvelope($id, new LogMessage("question $number"))));
    tick_until($peer, function () use (&$answered, $number) { return $answered > $number; });
    var_dump(received($socket) == [new ResponseEnvelope($id, new LogMessage("question $number"))]);
}
--EXPECT--
bool(true)
bool(true)
bool(true)
bool(true)
bool(true)
bool(true)
