--TEST--
While a send to one session waits, a flood of another does not fill the memory beyond memory_limit
--INI--
memory_limit=64M
--FILE--
<?php

use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;
use StreamIpc\Transport\TimeoutException;

require __DIR__ . '/../support/processes.php';

pcntl_alarm(20);
$peer = new NativeIpcPeer();
$deaf = start_bare_worker($peer, 'pcntl_alarm(5); sleep(5);');
$flooding = start_bare_worker($peer, <<<'PHP'
    $session = (new NativeIpcPeer())->createStdioSession();
    for ($i = 0; $i < 600; $i++) {
        $session->notify(new LogMessage(str_repeat('x', 1 << 20)));
    }
    PHP);
$came = $told = 0;
$flooding->onMessage(function () use (&$came) { $came++; });
$flooding->onException(function () use (&$told) { $told++; });
$before = getrusage()['ru_maxrss'];
try {
    $deaf->request(new LogMessage(str_repeat('x', 1 << 20)), 1.5);
} catch (TimeoutException $e) {
    echo get_class($e), "\n";
}
// Kilobytes; the limit of the messages, and as much again for what they are made of.
var_dump(getrusage()['ru_maxrss'] - $before < 128 << 10);
tick_until($peer, fn () => !$flooding->isOpen());
// What was not read waits with its sender, or the session is told.
var_dump($came === 600 || $told > 0);
--EXPECT--
StreamIpc\Transport\TimeoutException
bool(true)
bool(true)
