--TEST--
A worker that waits for room to send learns at once that its parent was killed
--FILE--
<?php

require __DIR__ . '/../support/peers.php';

pcntl_alarm(20);
$begin = 'require ' . var_export(__DIR__ . '/../support/peers.php', true) . '; $peer = new NativeIpcPeer();';
$worker = $begin . <<<'PHP'
    try {
        $session = $peer->createStdioSession();
        $session->notify(new LogMessage(str_repeat('x', 8 << 20)));
    } catch (StreamIpc\Transport\StreamClosedException $e) {
        fwrite(fopen('php://fd/3', 'w'), get_class($e) . "\n");
    }
    PHP;
$parent = $begin . <<<'PHP'
    // The frame has begun, and nobody reads it.
    $stdout = [start_worker($peer, $argv[1])->getTransport()->getReadStreams()[0]];
    $none = null;
    stream_select($stdout, $none, $none, 10) && print(getmypid() . "\n");
    sleep(60);
    PHP;
$process = proc_open(worker_command($parent) . ' ' . escapeshellarg($worker), [['pipe', 'r'], ['pipe', 'w'], STDERR, ['pipe', 'w']], $pipes);
posix_kill((int) fgets($pipes[1]), SIGKILL);
echo fgets($pipes[3]);
--EXPECT--
StreamIpc\Transport\StreamClosedException
