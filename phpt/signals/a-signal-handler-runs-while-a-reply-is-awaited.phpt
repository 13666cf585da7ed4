--TEST--
With asynchronous signals, a handler runs while await() waits, and the reply still comes
--SKIPIF--
<?php if (!extension_loaded('pcntl') || !extension_loaded('posix')) die('skip pcntl and posix are needed'); ?>
--FILE--
<?php

use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/peers.php';
require __DIR__ . '/../support/signals.php';

// Replies when it is told that a signal was handled.
$peer = new NativeIpcPeer();
$session = start_worker($peer, <<<'PHP'
    $peer = new NativeIpcPeer();
    $session = $peer->createStdioSession();
    $session->onMessage(function () use (&$handled) { $handled = true; });
    $session->onRequest(function (LogMessage $question) use ($peer, &$handled) {
        $handled = false;
        while (!$handled) {
            $peer->tick(1);
        }
        return new LogMessage("reply to $question->message");
    });
    $peer->run();
    PHP);
pcntl_async_signals(true);
foreach ([SIGALRM, SIGTERM] as $signal) {
    pcntl_signal($signal, function () use ($session, $signal) {
        if (is_running('await')) {
            pcntl_signal($signal, SIG_IGN);
            echo "handled in await()\n";
            $session->notify(new LogMessage('handled'));
        }
    });
    $signals = start_signals($signal);
    echo $session->request(new LogMessage("$signal"), 20)->await()->message, "\n";
    stop_signals($signals);
}
--EXPECT--
handled in await()
reply to 14
handled in await()
reply to 15
