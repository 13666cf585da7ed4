--TEST--
Closing a session ends at once what other fibers await of it, and nothing that they await of others
--SKIPIF--
<?php require __DIR__ . '/../support/amp.php'; skip_without_amp(); ?>
--FILE--
<?php

use StreamIpc\AmphpIpcPeer;
use StreamIpc\Message\LogMessage;
use StreamIpc\Transport\PeerClosedException;
use function Amp\async;
use function Amp\delay;
use function Amp\Future\await;

require __DIR__ . '/../support/amp.php';

pcntl_alarm(30);
$peer = new AmphpIpcPeer();
$silent = start_amp_worker($peer, 'sleep(30);', $process);
$other = start_amp_worker($peer, <<<'PHP'
    $peer = new NativeIpcPeer();
    $session = $peer->createStdioSession();
    $session->onMessage(function () use (&$told) { $told = true; });
    $session->onRequest(function (LogMessage $message) use ($peer, &$told) {
        while (!$told) $peer->tick();
        return $message;
    });
    $peer->run();
    PHP);
$start = hrtime(true);
foreach (['first', 'second'] as $name) {
    $futures[] = async(function () use ($silent, $name) {
        try {
            $silent->request(new LogMessage($name), 20.0)->await();
        } catch (PeerClosedException $e) {
            echo strstr($e->getMessage(), 'the session'), "\n";
        }
    });
}
$reply = async(fn () => $other->request(new LogMessage('reply of the other'))->await()->message);
delay(0.1);
$silent->close();
await($futures);
echo hrtime(true) - $start < 10e9 ? "soon\n" : "at last\n";
$other->notify(new LogMessage('go on'));
echo $reply->await(), "\n";
proc_terminate($process, SIGKILL);
--EXPECT--
the session was closed on this side
the session was closed on this side
soon
reply of the other
