--TEST--
A child that is killed fails its requests at once, long before their timeout
--SKIPIF--
<?php require __DIR__ . '/../support/symfony.php'; skip_without_symfony(); ?>
--FILE--
<?php

use StreamIpc\Message\LogMessage;
use StreamIpc\SymfonyIpcPeer;
use StreamIpc\Transport\PeerClosedException;

require __DIR__ . '/../support/symfony.php';

pcntl_alarm(30);
$peer = new SymfonyIpcPeer();
$session = start_symfony_worker($peer, <<<'PHP'
    $peer = new NativeIpcPeer();
    $peer->createStdioSession()->onRequest(fn () => posix_kill(getmypid(), SIGKILL));
    $peer->run();
    PHP, $process);
$session->onClose(function () { echo "closed\n"; });
$promises = [$session->request(new LogMessage('die'), 600.0), $session->request(new LogMessage('too late'), 600.0)];
foreach ($promises as $promise) {
    try {
        $promise->await();
    } catch (PeerClosedException $e) {
        echo preg_replace('/\d+\.\d+/', 'N', $e->getMessage()), "\n";
    }
}
$peer->run();
// Its pipes end a little before it does.
while ($process->isRunning()) {
    usleep(1000);
}
var_dump($session->isOpen(), $process->getTermSignal() === SIGKILL);
--EXPECT--
closed
No reply to request N can come any more: the other side closed its streams or ended
No reply to request N can come any more: the other side closed its streams or ended
bool(false)
bool(true)
