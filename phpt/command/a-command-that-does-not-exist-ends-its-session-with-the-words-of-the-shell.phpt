--TEST--
A command that does not exist ends its session; the words of the shell come first
--FILE--
<?php

use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;

$peer = new NativeIpcPeer();
$session = $peer->createCommandSession('no-such-command-anywhere', getenv());
$junk = '';
$session->onMessage(function (LogMessage $message) use (&$junk) { $junk .= $message->message; });
$session->onClose(function () use (&$junk) { echo $junk, "ended\n"; });
$peer->run();
var_dump($session->isOpen());
--EXPECTF--
%Ano-such-command-anywhere%Anot found
ended
bool(false)
