--TEST--
Two peers that write 4 MiB at once do not deadlock on one socket, blocking or not
--FILE--
<?php

use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/peers.php';

$worker = <<<'PHP'
    $peer = new NativeIpcPeer();
    $session = $peer->createStdioSession();
    $session->onMessage(fn (LogMessage $message) => $session->notify(new LogMessage('the worker got ' . strlen($message->message))));
    $session->notify(new LogMessage(str_repeat('w', 4 << 20)));
    $peer->run();
    PHP;
foreach ([true, false] as $blocking) {
    [$socket, $process] = start_on_socket($worker);
    stream_set_blocking($socket, $blocking);
    $peer = new NativeIpcPeer();
    $session = $peer->createStreamSession($socket, $socket);
    $texts = [];
    $session->onMessage(function (LogMessage $message) use (&$texts) {
        $texts[] = strlen($message->message) > 100 ? 'the parent got ' . strlen($message->message) : $message->message;
    });
    $session->notify(new LogMessage(str_repeat('p', 4 << 20)));
    tick_until($peer, function () use (&$texts) { return count($texts) === 2; });
    echo implode("\n", $texts), "\n";
    var_dump(stream_get_meta_data($socket)['blocked'] === $blocking);
    fclose($socket);
}
--EXPECT--
the parent got 4194304
the worker got 4194304
bool(true)
the parent got 4194304
the worker got 4194304
bool(true)
