--TEST--
A NativeMessageSerializer made without its constructor does not allow all classes
--FILE--
<?php
use StreamIpc\Message\{LogMessage, Message};
use StreamIpc\Serialization\NativeMessageSerializer;

final class Note implements Message {}
$bare = (new ReflectionClass(NativeMessageSerializer::class))->newInstanceWithoutConstructor();
try {
    var_dump($bare->deserialize('O:4:"Note":0:{}'));
} catch (Error $e) {
    var_dump(str_contains($e->getMessage(), 'must not be accessed before initialization'));
}
--EXPECT--
bool(true)
