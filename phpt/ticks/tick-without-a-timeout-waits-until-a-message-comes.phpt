--TEST--
tick() without a timeout waits until a message comes
--FILE--
<?php

use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/peers.php';

$peer = new NativeIpcPeer();
$session = start_worker($peer, <<<'PHP'
    $session = (new NativeIpcPeer())->createStdioSession();
    usleep(300_000);
    $session->notify(new LogMessage('hello'));
    fgets(STDIN);
    PHP);
$session->onMessage(function (LogMessage $message) { echo $message->message, "\n"; });
$cpu = cpu_seconds();
$seconds = wall_seconds(fn () => $peer->tick());
var_dump($seconds >= 0.3);
var_dump(cpu_seconds() - $cpu < 0.15);
--EXPECT--
hello
bool(true)
bool(true)
