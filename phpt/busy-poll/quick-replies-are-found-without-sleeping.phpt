--TEST--
A peer that waits for quick replies finds them without sleeping, and with stream_ipc.busy_poll=0 sleeps for each
--FILE--
<?php

use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/peers.php';
require __DIR__ . '/../support/sleeps.php';

$peer = new NativeIpcPeer();
$session = start_worker($peer, <<<'PHP'
    $peer = new NativeIpcPeer();
    $peer->createStdioSession()->onRequest(function (Message $request) { usleep(50); return $request; });
    $peer->run();
    PHP);
$sleeps = function (string $period) use ($session): int {
    ini_set('stream_ipc.busy_poll', $period);
    $before = sleeps();
    for ($i = 0; $i < 500; $i++) {
        $session->request(new LogMessage("$i"))->await();
    }

    return sleeps() - $before;
};
$sleeping = $sleeps('0');
// A second, so that a machine that is busy with other things does not end the looks.
$looking = $sleeps('1000000');
echo $sleeping >= 400 ? 'sleeps' : "sleeps only $sleeping times", "\n";
echo $looking <= 50 ? 'looks' : "sleeps $looking times", "\n";
--EXPECT--
sleeps
looks
