--TEST--
A child that is killed while it waits for room to send loses only the frame it was sending
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
        if ($question->message === 'send') {
            $session->notify(new LogMessage(str_repeat('x', 8 << 20)));
        }
        return new LogMessage((string) getmypid());
    });
    $peer->run();
    PHP);
$session->onMessage(function () { echo "never\n"; });
$pid = (int) $session->request(new LogMessage('who are you?'))->await()->message;
$promise = $session->request(new LogMessage('send'), 60.0);
// What lies in the pipe now is the start of a frame that does not fit into it.
$stdout = [$session->getTransport()->getReadStreams()[0]];
$none = null;
var_dump(stream_select($stdout, $none, $none, 10));
posix_kill($pid, SIGKILL);
try {
    $promise->await();
} catch (PeerClosedException $e) {
    $lost = preg_match('/(\d+) bytes/', $e->getMessage(), $match) ? (int) $match[1] : -1;
    var_dump($lost > 0 && $lost < 8 << 20);
}
--EXPECT--
int(1)
bool(true)
