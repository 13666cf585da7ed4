--TEST--
A child that ends while a request is being written to it fails the request at once, not with its timeout
--FILE--
<?php

use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;
use StreamIpc\Transport\StreamClosedException;

require __DIR__ . '/../support/processes.php';

pcntl_alarm(20);
$peer = new NativeIpcPeer();
$ends = [
    'exit' => 'exit;',
    'SIGKILL' => 'posix_kill(getmypid(), SIGKILL);',
];
foreach ($ends as $name => $end) {
    // It ends when the request is on its way and can never fit into the pipe.
    $session = start_bare_worker($peer, "fread(STDIN, 1000); $end");
    $session->onClose(function () use ($name) { echo "ended by $name\n"; });
    $seconds = wall_seconds(function () use ($session) {
        try {
            $session->request(new LogMessage(str_repeat('x', 8 << 20)), 60.0)->await();
        } catch (StreamClosedException $e) {
            echo get_class($e), ': ', preg_match('/frame of 8\d{6} bytes/', $e->getMessage()) ? 'told which' : $e->getMessage(), "\n";
        }
    });
    var_dump($seconds < 10.0);
    tick_until($peer, fn () => !$session->isOpen());
}
--EXPECT--
StreamIpc\Transport\StreamClosedException: told which
bool(true)
ended by exit
StreamIpc\Transport\StreamClosedException: told which
bool(true)
ended by SIGKILL
