--TEST--
If a process floods us while a write to it waits, its session gets an exception at memory_limit
--INI--
memory_limit=32M
--SKIPIF--
<?php require __DIR__ . '/../support/symfony.php'; skip_without_symfony(); ?>
--FILE--
<?php

use StreamIpc\Message\LogMessage;
use StreamIpc\SymfonyIpcPeer;

require __DIR__ . '/../support/symfony.php';

pcntl_alarm(60);
$peer = new SymfonyIpcPeer();
$session = start_symfony_worker($peer, <<<'PHP'
    // In pieces: a Process that finds its pipe full reads on, and gives nothing meanwhile.
    $frame = frame(new LogMessage(str_repeat('x', 30_000)));
    while (@fwrite(STDOUT, $frame)) {
        usleep(100);
    }
    PHP, $process);
try {
    $session->notify(new LogMessage(str_repeat('y', 4 << 20)));
} catch (RuntimeException $e) {
    echo preg_replace('/take \d+ bytes/', 'take # bytes', $e->getMessage()), "\n";
}
// Symfony complains of what the process has not read.
@$process->stop(0);
$session->close();

$other = start_symfony_worker($peer, ECHO_WORKER);
echo $other->request(new LogMessage('others go on'), 20)->await()->message, "\n";
--EXPECT--
While a message waited to be sent, the other side sent without reading: its messages take # bytes of memory, more than memory_limit (33554432 bytes) may hold
others go on
