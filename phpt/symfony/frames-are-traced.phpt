--TEST--
STREAM_IPC_TRACE has a line for each frame of a session with a Process of Symfony
--SKIPIF--
<?php require __DIR__ . '/../support/symfony.php'; skip_without_symfony(); ?>
--ENV--
STREAM_IPC_TRACE=/tmp/stream-ipc-symfony-frames-are-traced.trace
--FILE--
<?php

use StreamIpc\Message\LogMessage;
use StreamIpc\SymfonyIpcPeer;

require __DIR__ . '/../support/symfony.php';

pcntl_alarm(30);
$peer = new SymfonyIpcPeer();
$session = start_symfony_worker($peer, <<<'PHP'
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
@unlink('/tmp/stream-ipc-symfony-frames-are-traced.trace');
--EXPECT--
sent request of the session
received response of the session
