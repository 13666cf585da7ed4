--TEST--
A child that closes its standard output and error but lives on has ended its session, at once and without spinning
--FILE--
<?php

use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;
use StreamIpc\Transport\PeerClosedException;

require __DIR__ . '/../support/processes.php';

pcntl_alarm(20);
$peer = new NativeIpcPeer();
// A shell that tells its process id, and then lives for as long as its input is open.
$session = $peer->createCommandSession('echo $$; exec >/dev/null 2>/dev/null; cat', getenv());
$session->onMessage(function (LogMessage $message) use (&$pid) { $pid = (int) $message->message; });
$session->onClose(function () { echo "ended\n"; });
$promise = $session->request(new LogMessage('question'), 60.0);
try {
    $promise->await();
} catch (PeerClosedException $e) {
    echo get_class($e), "\n";
}
$cpu = cpu_seconds();
for ($i = 0; $i < 30; $i++) {
    $peer->tick();
}
var_dump(cpu_seconds() - $cpu < 0.1, posix_kill($pid, 0), $session->isOpen());
// run() has nothing to wait for, though the process is there.
$peer->run();
--EXPECT--
ended
StreamIpc\Transport\PeerClosedException
bool(true)
bool(true)
bool(false)
