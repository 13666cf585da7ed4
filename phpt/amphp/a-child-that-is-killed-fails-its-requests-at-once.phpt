--TEST--
A child that is killed in the middle of a frame fails all its requests at once, and the lost bytes are told
--SKIPIF--
<?php require __DIR__ . '/../support/amp.php'; skip_without_amp(); ?>
--FILE--
<?php

use StreamIpc\AmphpIpcPeer;
use StreamIpc\Message\LogMessage;
use StreamIpc\Transport\PeerClosedException;

require __DIR__ . '/../support/amp.php';

pcntl_alarm(30);
$peer = new AmphpIpcPeer();
$session = start_amp_worker($peer, <<<'PHP'
    $peer = new NativeIpcPeer();
    $peer->createStdioSession()->onRequest(function (LogMessage $question, IpcSession $session) {
        $session->notify(new LogMessage('whole'));
        fwrite(STDOUT, "\xF3\x4A\x9D\xE2" . pack('N', 200_000) . str_repeat('x', 12_337));
        posix_kill(getmypid(), SIGKILL);
    });
    $peer->run();
    PHP);
$session->onMessage(function (LogMessage $message) { echo "$message->level: $message->message\n"; });
$session->onClose(function () { echo "closed\n"; });
foreach ([$session->request(new LogMessage('die'), 600.0), $session->request(new LogMessage('too late'), 600.0)] as $promise) {
    try {
        $promise->await();
    } catch (PeerClosedException $e) {
        // The header counts: eight bytes.
        echo preg_match('/(\d+) bytes/', $e->getMessage(), $match) ? "$match[0] lost" : $e->getMessage(), "\n";
    }
}
$peer->run();
--EXPECT--
info: whole
closed
12345 bytes lost
12345 bytes lost
