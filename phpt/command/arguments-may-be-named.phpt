--TEST--
The arguments of createCommandSession() may be named
--FILE--
<?php

use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;

$peer = new NativeIpcPeer();
$session = $peer->createCommandSession(cwd: '/', args: ['GREETING' => 'hello'], command: 'echo "$GREETING from $(pwd)"');
$session->onMessage(function (LogMessage $message) { echo $message->level, ': ', $message->message; });
$peer->run();
--EXPECT--
junk: hello from /
