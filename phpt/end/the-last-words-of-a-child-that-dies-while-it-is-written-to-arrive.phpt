--TEST--
The last messages of a child that dies while its parent writes to it arrive, on pipes and sockets
--FILE--
<?php

use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;
use StreamIpc\Transport\StreamClosedException;

require __DIR__ . '/../support/processes.php';

pcntl_alarm(20);
$peer = new NativeIpcPeer();
// It reads the start of the message only.
$worker = <<<'PHP'
    $session = (new NativeIpcPeer())->createStdioSession();
    fread(STDIN, 1000);
    $session->notify(new LogMessage('last words'));
    posix_kill(getmypid(), SIGKILL);
    PHP;
$sessions['pipes'] = start_bare_worker($peer, $worker);
$process = start_bare_process($worker, [['socket'], ['redirect', 0], STDERR], $pipes);
$sessions['a Unix socket'] = $peer->createStreamSession($pipes[0], $pipes[0]);
foreach ($sessions as $kind => $session) {
    $session->onMessage(function (LogMessage $message) use ($kind) { echo "$message->message over $kind\n"; });
    try {
        $session->notify(new LogMessage(str_repeat('x', 8 << 20)));
    } catch (StreamClosedException $e) {
        echo get_class($e), "\n";
    }
    tick_until($peer, fn () => !$session->isOpen());
}
--EXPECT--
StreamIpc\Transport\StreamClosedException
last words over pipes
StreamIpc\Transport\StreamClosedException
last words over a Unix socket
