--TEST--
A worker that waits for room to send learns at once that its parent was killed
--FILE--
<?php

require __DIR__ . '/../support/processes.php';

pcntl_alarm(20);
echo last_words_of_orphan(<<<'PHP'
    $peer = new NativeIpcPeer();
    try {
        $peer->createStdioSession()->notify(new LogMessage(str_repeat('x', 8 << 20)));
    } catch (StreamIpc\Transport\StreamClosedException $e) {
        say(get_class($e));
    }
    PHP, <<<'PHP'
    $peer = new NativeIpcPeer();
    $stdout = [start_bare_worker($peer, WORKER)->getTransport()->getReadStreams()[0]];
    $none = null;
    // A frame has begun that does not fit into the pipe, and nobody reads it.
    echo stream_select($stdout, $none, $none, 10), "\n";
    sleep(60);
    PHP);
--EXPECT--
StreamIpc\Transport\StreamClosedException
