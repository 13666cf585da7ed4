--TEST--
STREAM_IPC_TRACE has a line for each frame of a session over Amp's streams
--SKIPIF--
<?php require __DIR__ . '/../support/amp.php'; skip_without_amp(); ?>
--ENV--
STREAM_IPC_TRACE=/tmp/stream-ipc-frames-are-traced.trace
--FILE--
<?php

use StreamIpc\AmphpIpcPeer;
use StreamIpc\Message\LogMessage;

require __DIR__ . '/../support/amp.php';

pcntl_alarm(30);
$peer = new AmphpIpcPeer();
$session = start_amp_worker($peer, <<<'PHP'
    $peer = new NativeIpcPeer();
    $peer->createStdioSession()->onRequest(fn (LogMessage $question) => $question);
    $peer->run();
    PHP);
$session->request(new LogMessage('question'), 20.0)->await();
foreach (file(getenv('STREAM_IPC_TRACE')) as $line) {
    [, $pid, $of, $direction, $kind] = explode("\t", $line);
    if ((int) $pid === getmypid()) {
        echo "$direction $kind of ", (int) $of === spl_object_id($session) ? 'the session' : $of, "\n";
    }
}
--CLEAN--
<?php
@unlink('/tmp/stream-ipc-frames-are-traced.trace');
--EXPECT--
sent request of the session
received response of the session
