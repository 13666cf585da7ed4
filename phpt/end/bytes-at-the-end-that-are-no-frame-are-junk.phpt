--TEST--
Bytes left at the end of a stream that could have begun a frame are junk
--FILE--
<?php

use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/peers.php';

$peer = new NativeIpcPeer();
foreach (["\xF3", "\xF3\x4A\x9D", "text\xF3\x4A"] as $bytes) {
    [$session, $socket] = session_and_socket($peer);
    $junk = '';
    $session->onMessage(function (LogMessage $message) use (&$junk) {
        $junk .= "$message->level " . bin2hex($message->message) . ' ';
    });
    fwrite($socket, $bytes);
    $peer->tick(0.05);
    fclose($socket);
    tick_until($peer, fn () => !$session->isOpen());
    echo $junk, "\n";
}
--EXPECT--
junk f3 
junk f34a9d 
junk 74657874 junk f34a 
