--TEST--
close() does not close the streams, which belong to whoever opened them
--FILE--
<?php

use StreamIpc\NativeIpcPeer;

$peer = new NativeIpcPeer();
[$ours, $theirs] = stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_STREAM, 0);
$session = $peer->createStreamSession($ours, $ours);
$session->close();
unset($session);
gc_collect_cycles();
fwrite($ours, "still ours\n");
echo fgets($theirs);
fwrite($theirs, "still theirs\n");
echo fgets($ours);
--EXPECT--
still ours
still theirs
