--TEST--
A signal handler may exit while tick() waits: shutdown functions run, the other side sees the end
--SKIPIF--
<?php if (!extension_loaded('pcntl') || !extension_loaded('posix')) die('skip pcntl and posix are needed'); ?>
--FILE--
<?php

use StreamIpc\IpcSession;
use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/peers.php';

$peer = new NativeIpcPeer();
$session = start_worker($peer, <<<'PHP'
    pcntl_async_signals(true);
    pcntl_signal(SIGTERM, fn () => exit(3));
    $peer = new NativeIpcPeer();
    $session = $peer->createStdioSession();
    register_shutdown_function(fn () => $session->notify(new LogMessage('good bye')));
    $session->notify(new LogMessage((string) getmypid()));
    $peer->run();
    $session->notify(new LogMessage('never'));
    PHP);
$session->onMessage(function (LogMessage $message) {
    if (is_numeric($message->message)) {
        posix_kill((int) $message->message, SIGTERM);
    } else {
        echo $message->message, "\n";
    }
});
$session->onClose(function () { echo "closed\n"; });
tick_until($peer, fn () => !$session->isOpen());
--EXPECT--
good bye
closed
