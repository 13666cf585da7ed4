--TEST--
A serializer that throws on reading gives an ErrorMessage in the message's place
--FILE--
<?php

use StreamIpc\Message\ErrorMessage;
use StreamIpc\Message\LogMessage;
use StreamIpc\Message\Message;
use StreamIpc\NativeIpcPeer;
use StreamIpc\Serialization\MessageSerializer;

require __DIR__ . '/../support/peers.php';

final class Picky implements MessageSerializer
{
    public function serialize(Message $data): string
    {
        return $data->message;
    }

    public function deserialize(string $data): Message
    {
        return $data === 'bad' ? throw new DomainException('not this one') : new LogMessage($data);
    }
}

$peer = new NativeIpcPeer(new Picky());
[$here, $there] = session_pair($peer);
$there->onMessage(function (Message $message) {
    echo $message instanceof ErrorMessage ? explode("\n#", $message->toString())[0] : $message->message, "\n";
});
foreach (['good', 'bad', 'better'] as $text) {
    $here->notify(new LogMessage($text));
}
$peer->tick(5.0);
--EXPECT--
good
Failed to deserialize message payload
DomainException: not this one
better
