--TEST--
Native: nesting up to PHP's unserialize_max_depth travels, deeper payloads do not unserialize
--INI--
unserialize_max_depth=100
--FILE--
<?php
use StreamIpc\Message\{LogMessage, Message};
use StreamIpc\Serialization\NativeMessageSerializer;

final class Box implements Message
{
    public mixed $inside = null;
    public static function nested(int $depth): self
    {
        $box = new self();
        for ($i = 1; $i < $depth; $i++) {
            $box->inside = [$box->inside];
        }
        return $box;
    }
}

require __DIR__ . '/../support/no-notices.php';

$serializer = new NativeMessageSerializer();
var_dump($serializer->deserialize(serialize(Box::nested(100))) == Box::nested(100));
$deep = serialize(Box::nested(102));
var_dump($serializer->deserialize($deep) == new LogMessage($deep, 'error'));
--EXPECT--
bool(true)
bool(true)
