--TEST--
Native: warnings of the user's own code in __wakeup() and __serialize() reach the error handler
--FILE--
<?php
use StreamIpc\Message\Message;
use StreamIpc\Serialization\NativeMessageSerializer;

require __DIR__ . '/../support/no-notices.php';

final class Noisy implements Message
{
    public function __serialize(): array { trigger_error('from __serialize', E_USER_NOTICE); return []; }
    public function __unserialize(array $data): void { trigger_error('from __unserialize', E_USER_WARNING); }
}
$serializer = new NativeMessageSerializer();
var_dump($serializer->deserialize($serializer->serialize(new Noisy()))::class);
--EXPECT--
error handler: from __serialize
error handler: from __unserialize
string(5) "Noisy"
