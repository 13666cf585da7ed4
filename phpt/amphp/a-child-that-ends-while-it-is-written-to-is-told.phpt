--TEST--
A child that ends while it is written to: StreamClosedException, no notice, and its last words arrive
--SKIPIF--
<?php require __DIR__ . '/../support/amp.php'; skip_without_amp(); ?>
--FILE--
<?php

use StreamIpc\AmphpIpcPeer;
use StreamIpc\Message\LogMessage;
use StreamIpc\Transport\StreamClosedException;

require __DIR__ . '/../support/amp.php';
require __DIR__ . '/../support/no-notices.php';

pcntl_alarm(30);
$peer = new AmphpIpcPeer();
$session = start_amp_worker($peer, <<<'PHP'
    fread(STDIN, 1000);
    echo 'enough';
    PHP);
$session->onMessage(function (LogMessage $message) use (&$seen) { $seen[] = "$message->level: $message->message"; });
$session->onClose(function () use (&$seen) { $seen[] = "closed"; });
try {
    $session->notify(new LogMessage(str_repeat('x', 8 << 20)));
    $seen[] = 'sent';
} catch (StreamClosedException $e) {
    $thrown = get_class($e);
}
$peer->run();
echo implode("\n", [...$seen, $thrown]), "\n";
--EXPECT--
junk: enough
closed
StreamIpc\Transport\StreamClosedException
