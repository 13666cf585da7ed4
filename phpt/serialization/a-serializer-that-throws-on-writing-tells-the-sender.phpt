--TEST--
If a serializer throws on writing, the send throws, and nothing is written
--FILE--
<?php

use StreamIpc\Message\LogMessage;
use StreamIpc\Message\Message;
use StreamIpc\NativeIpcPeer;
use StreamIpc\Serialization\MessageSerializer;

require __DIR__ . '/../support/peers.php';

final class Refusing implements MessageSerializer
{
    public function serialize(Message $data): string
    {
        return $data->message === 'bad' ? throw new DomainException('not this one') : $data->message;
    }

    public function deserialize(string $data): Message
    {
        return new LogMessage($data);
    }
}

$peer = new NativeIpcPeer(new Refusing());
[$here, $there] = session_pair($peer);
$there->onMessage(function (LogMessage $message) { echo $message->message, "\n"; });
try {
    $here->notify(new LogMessage('bad'));
} catch (DomainException $e) {
    echo $e->getMessage(), "\n";
}
$here->notify(new LogMessage('good'));
$peer->tick(5.0);
var_dump($here->isOpen());
--EXPECT--
not this one
good
bool(true)
