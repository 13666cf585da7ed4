--TEST--
A close handler that throws when the other side ends does not affect the messages of other sessions
--FILE--
<?php

use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/peers.php';

pcntl_alarm(20);
$peer = new NativeIpcPeer();
[$ending, $end] = session_and_socket($peer);
[$other, $socket] = session_and_socket($peer);
$ending->onClose(fn () => throw new DomainException('closed'));
$seen = [];
$other->onMessage(function (LogMessage $message) use (&$seen) { $seen[] = $message->message; });
fclose($end);
fwrite($socket, frame(new LogMessage('one')) . frame(new LogMessage('two')));
$thrown = 0;
for ($i = 0; $i < 3; $i++) {
    try {
        $peer->tick(0.02);
    } catch (DomainException $e) {
        $thrown++;
    }
}
var_dump($thrown, $seen === ['one', 'two'], $ending->isOpen());
--EXPECT--
int(1)
bool(true)
bool(false)
