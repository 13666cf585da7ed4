--TEST--
After a child has closed its input, sending to it throws, but its messages are delivered
--FILE--
<?php

use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;
use StreamIpc\Transport\StreamClosedException;

require __DIR__ . '/../support/processes.php';

pcntl_alarm(20);
$peer = new NativeIpcPeer();
$session = start_bare_worker($peer, <<<'PHP'
    fclose(STDIN);
    $session = (new NativeIpcPeer())->createStreamSession(STDOUT, fopen('/dev/null', 'r'));
    $session->notify(new LogMessage('deaf'));
    // Alive for as long as somebody listens.
    try {
        while (true) {
            usleep(10_000);
            $session->notify(new LogMessage('still talking'));
        }
    } catch (StreamIpc\Transport\StreamClosedException) {
    }
    PHP);
$heard = [];
$session->onMessage(function (LogMessage $message) use (&$heard) { $heard[] = $message->message; });
$peer->tick(10.0);
try {
    $session->notify(new LogMessage('hello?'));
} catch (StreamClosedException $e) {
    echo get_class($e), "\n";
}
tick_until($peer, function () use (&$heard) { return count($heard) > 3; });
echo "$heard[0], $heard[3]\n";
var_dump($session->isOpen());
--EXPECT--
StreamIpc\Transport\StreamClosedException
deaf, still talking
bool(true)
