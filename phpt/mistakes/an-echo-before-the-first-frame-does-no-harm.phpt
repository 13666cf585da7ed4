--TEST--
What a worker echoes before its first frame arrives as a LogMessage of level junk, and the request is answered
--FILE--
<?php

use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/mistakes.php';

$peer = new NativeIpcPeer();
$session = start_worker($peer, "echo 'Starting …';" . answering('$request'));
$session->onMessage(function (LogMessage $message) { echo "$message->level: $message->message\n"; });
echo $session->request(new LogMessage('answered'), 20.0)->await()->message, "\n";
--EXPECT--
junk: Starting …
answered
