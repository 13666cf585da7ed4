--TEST--
An exception from the destructor of a message ends tick(); nothing behind it is lost
--FILE--
<?php

use StreamIpc\Message\Message;
use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/peers.php';

final class Fragile implements Message
{
    public function __construct(public string $text)
    {
    }

    public function __destruct()
    {
        if ($this->text === 'fragile') {
            throw new DomainException('broken');
        }
    }
}

$peer = new NativeIpcPeer();
[$session, $socket] = session_and_socket($peer);
$session->onMessage(function (Fragile $message) { echo $message->text, "\n"; });
foreach (['sound', 'fragile', 'behind', 'last'] as $text) {
    $frames[] = str_replace('FRAGILE', 'fragile', frame(new Fragile($text === 'fragile' ? 'FRAGILE' : $text)));
}
fwrite($socket, implode($frames));
for ($tick = 1; $tick <= 2; $tick++) {
    try {
        $peer->tick(0);
        echo "-- tick $tick done\n";
    } catch (DomainException $e) {
        echo "-- tick $tick: ", $e->getMessage(), "\n";
    }
}
--EXPECT--
sound
fragile
-- tick 1: broken
behind
last
-- tick 2 done
