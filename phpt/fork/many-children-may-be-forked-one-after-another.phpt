--TEST--
Many children may be forked one after another; each talks to its parent over a socket of its own
--SKIPIF--
<?php if (!extension_loaded('pcntl') || !extension_loaded('posix')) die('skip pcntl and posix are needed'); ?>
--FILE--
<?php

use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/peers.php';
require __DIR__ . '/../support/forks.php';

$peer = new NativeIpcPeer();
$sessions = $pids = [];
for ($i = 0; $i < 30; $i++) {
    [$here, $there] = stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_STREAM, 0);
    $pids[] = fork(function () use ($peer, $sessions, $here, $there, $i) {
        fclose($here);
        foreach ($sessions as $session) {
            $session->close();
        }
        $own = $peer->createStreamSession($there, $there);
        $own->onRequest(fn (LogMessage $question) => new LogMessage("$question->message of child $i"));
        $peer->run();
    });
    fclose($there);
    $sessions[$i] = $peer->createStreamSession($here, $here);
    foreach ($sessions as $number => $session) {
        $reply = $session->request(new LogMessage('reply'), 10)->await()->message;
        if ($reply !== "reply of child $number") {
            echo "Child $number says: $reply\n";
        }
    }
}
foreach ($sessions as $session) {
    $session->notify(new LogMessage('nobody takes it'));
}
// Only the parent holds its ends open: with them the children end, the last one first, as it has inherited the others'.
unset($session, $sessions, $here, $peer);
gc_collect_cycles();
echo array_sum(array_map(exit_status(...), $pids)), "\n";
--EXPECT--
0
