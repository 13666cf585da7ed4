--TEST--
A class that implements an interface with other types is refused as PHP refuses it
--FILE--
<?php
use StreamIpc\Message\Message;
use StreamIpc\Serialization\MessageSerializer;

final class Wrong implements MessageSerializer
{
    public function serialize(Message $data): array { return []; }
    public function deserialize(string $data): Message { throw new Exception(); }
}
--EXPECTF--
Fatal error: Declaration of Wrong::serialize(StreamIpc\Message\Message $data): array must be compatible with StreamIpc\Serialization\MessageSerializer::serialize(StreamIpc\Message\Message $data): string in %s on line %d
