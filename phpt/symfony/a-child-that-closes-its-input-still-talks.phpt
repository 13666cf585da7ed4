--TEST--
After a child has closed its input, sending to it throws and its messages still arrive, without a notice and without spinning
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
    $session = (new NativeIpcPeer())->createStreamSession(STDOUT, STDIN);
    fclose(STDIN);
    $session->notify(new LogMessage('deaf'));
    usleep(300_000);
    $session->notify(new LogMessage('but not mute'));
    PHP);
$session->onMessage(function (LogMessage $message) { echo "$message->message\n"; });
$peer->tick(10.0);
try {
    $session->notify(new LogMessage(str_repeat('x', 8 << 20)));
} catch (StreamClosedException $e) {
    echo $e->getMessage(), "\n";
}
$before = cpu_seconds();
$peer->run();
var_dump(cpu_seconds() - $before < 0.1);
--EXPECTF--
deaf
Cannot send a frame of %d bytes: the process has ended or takes no input any more
but not mute
bool(true)
