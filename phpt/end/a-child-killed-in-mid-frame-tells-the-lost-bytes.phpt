--TEST--
A child that is killed in the middle of a frame fails the request with the number of lost bytes
--FILE--
<?php

use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;
use StreamIpc\Transport\PeerClosedException;

require __DIR__ . '/../support/processes.php';

pcntl_alarm(20);
$peer = new NativeIpcPeer();
$session = start_bare_worker($peer, <<<'PHP'
    $peer = new NativeIpcPeer();
    $peer->createStdioSession()->onRequest(function (LogMessage $question, IpcSession $session) {
        $session->notify(new LogMessage('whole'));
        fwrite(STDOUT, "\xF3\x4A\x9D\xE2" . pack('N', 200_000) . str_repeat('x', 12_337));
        posix_kill(getmypid(), SIGKILL);
    });
    $peer->run();
    PHP);
$session->onMessage(function (LogMessage $message) { echo "$message->level: $message->message\n"; });
try {
    $session->request(new LogMessage('die'), 60.0)->await();
} catch (PeerClosedException $e) {
    // The header counts: eight bytes.
    echo preg_match('/(\d+) bytes/', $e->getMessage(), $match) ? "$match[0] lost" : $e->getMessage(), "\n";
}
--EXPECT--
info: whole
12345 bytes lost
