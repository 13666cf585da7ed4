--TEST--
run() returns when the last session has ended, and not before
--FILE--
<?php

use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/peers.php';

$peer = new NativeIpcPeer();
foreach (['first', 'second'] as $name) {
    $session = start_worker($peer, <<<'PHP'
        $peer = new NativeIpcPeer();
        $session = $peer->createStdioSession();
        $session->onMessage(function (LogMessage $message, IpcSession $session) {
            $session->notify($message);
            $session->close();
        });
        $peer->run();
        PHP);
    $sessions[$name] = $session;
    $session->onClose(function () use ($name) { echo "$name has ended\n"; });
}
// The second is told to end only when the first has ended.
$sessions['first']->onClose(fn () => $sessions['second']->notify(new LogMessage('end')));
$sessions['first']->notify(new LogMessage('end'));
$peer->run();
echo "run() is over\n";
--EXPECT--
first has ended
second has ended
run() is over
