--TEST--
A child that ends while it is written to: StreamClosedException, no notice, and its last words arrive
--SKIPIF--
<?php require __DIR__ . '/../support/symfony.php'; skip_without_symfony(); ?>
--FILE--
<?php

use StreamIpc\Message\LogMessage;
use StreamIpc\SymfonyIpcPeer;
use StreamIpc\Transport\StreamClosedException;

require __DIR__ . '/../support/symfony.php';
require __DIR__ . '/../support/no-notices.php';

pcntl_alarm(30);
$peer = new SymfonyIpcPeer();
$session = start_symfony_worker($peer, <<<'PHP'
    fread(STDIN, 1000);
    echo 'enough';
    PHP, $process);
$session->onMessage(function (LogMessage $message) { echo "$message->level: $message->message\n"; });
$session->onClose(function () { echo "closed\n"; });
for ($i = 0; $i < 2; $i++) {
    try {
        $session->notify(new LogMessage(str_repeat('x', 8 << 20)));
        echo "sent\n";
    } catch (StreamClosedException $e) {
        echo $e->getMessage(), "\n";
    }
}
$peer->run();
// The Process still has the rest to write when it goes; that is no affair of the session any more.
restore_error_handler();
@$process->stop(0);
--EXPECTF--
Cannot send a frame of %d bytes: the process has ended or takes no input any more
Cannot send a frame of %d bytes: the process has ended or takes no input any more
junk: enough
closed
