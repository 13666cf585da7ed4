--TEST--
Filters on the streams are applied to what is written and read
--FILE--
<?php

use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;

$peer = new NativeIpcPeer();
[$here, $there] = stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_STREAM, 0);
stream_filter_append($here, 'string.rot13', STREAM_FILTER_WRITE);
stream_filter_append($there, 'string.rot13', STREAM_FILTER_READ);
$sender = $peer->createStreamSession($here, $here);
$receiver = $peer->createStreamSession($there, $there);
$receiver->onRequest(fn (LogMessage $question) => new LogMessage(strrev($question->message)));
echo $sender->request(new LogMessage('filtered'))->await()->message, "\n";

[$here, $there] = stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_STREAM, 0);
stream_filter_append($here, 'string.rot13', STREAM_FILTER_WRITE);
$peer->createStreamSession($here, $here)->notify(new LogMessage('Uryyb'));
echo str_contains(fread($there, 1000), 'Hello') ? "rotated\n" : "not rotated\n";
--EXPECT--
deretlif
rotated
