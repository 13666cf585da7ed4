--TEST--
Two peers that write 4 MiB at once do not deadlock on pipes
--FILE--
<?php

use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/peers.php';

$peer = new NativeIpcPeer();
$session = start_worker($peer, <<<'PHP'
    $peer = new NativeIpcPeer();
    $session = $peer->createStdioSession();
    $session->onMessage(fn (LogMessage $message) => $session->notify(new LogMessage('the worker got ' . strlen($message->message))));
    $session->notify(new LogMessage(str_repeat('w', 4 << 20)));
    $peer->run();
    PHP);
$texts = [];
$session->onMessage(function (LogMessage $message) use (&$texts) {
    $texts[] = strlen($message->message) > 100 ? 'the parent got ' . strlen($message->message) : $message->message;
});
$session->notify(new LogMessage(str_repeat('p', 4 << 20)));
echo 'dispatched while writing: ', count($texts), "\n";
tick_until($peer, function () use (&$texts) { return count($texts) === 2; });
echo implode("\n", $texts), "\n";
--EXPECT--
dispatched while writing: 0
the parent got 4194304
the worker got 4194304
