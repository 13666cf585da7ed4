--TEST--
cancel() with a grace is refused where the session has no process to terminate, and the request goes on
--FILE--
<?php

use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/native.php';

$peer = new NativeIpcPeer();
[$here, $there] = session_pair($peer);
$there->onRequest(fn (LogMessage $question) => $question);
$promise = $here->request(new LogMessage('still asked'), 20.0);
echo thrown_by(fn () => $promise->cancel(1.0)), "\n";
echo $promise->await()->message, "\n";
--EXPECT--
LogicException: The session has no process of its own: only those of spawn() and createCommandSession() have
still asked
