--TEST--
A Process whose session has ended returns the exit code or the signal of its child
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
foreach (['exit(3)', 'posix_kill(getmypid(), SIGKILL)'] as $end) {
    $session = start_symfony_worker($peer, <<<PHP
        \$peer = new NativeIpcPeer();
        \$peer->createStdioSession()->onRequest(function () { $end; });
        \$peer->run();
        PHP, $process);
    try {
        $session->request(new LogMessage('end'), 600.0)->await();
    } catch (PeerClosedException $e) {
        echo preg_replace('/\d+\.\d+/', 'N', $e->getMessage()), "\n";
    }
    // Its pipes end a little before it does.
    while ($process->isRunning()) {
        usleep(1000);
    }
    echo $process->hasBeenSignaled() ? "signal {$process->getTermSignal()}" : "exit code {$process->getExitCode()}", "\n";
}
--EXPECT--
No reply to request N can come any more: the other side closed its streams or ended; it has sent and printed nothing: does it call run(), and does it show its errors (in PHP with display_errors=stderr)?
exit code 3
No reply to request N can come any more: the other side closed its streams or ended; it has sent and printed nothing: does it call run(), and does it show its errors (in PHP with display_errors=stderr)?
signal 9
