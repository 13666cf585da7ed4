--TEST--
The extension's messages made without their constructor are packed like a user's: without the uninitialized properties
--FILE--
<?php
use StreamIpc\Envelope\RequestEnvelope;
use StreamIpc\Message\LogMessage;
use StreamIpc\Serialization\{JsonMessageSerializer, NativeMessageSerializer};

foreach ([LogMessage::class, RequestEnvelope::class] as $class) {
    $bare = (new ReflectionClass($class))->newInstanceWithoutConstructor();
    foreach ([new NativeMessageSerializer(), new JsonMessageSerializer()] as $serializer) {
        echo $payload = $serializer->serialize($bare), "\n";
        var_dump($serializer->deserialize($payload) == $bare);
    }
}
--EXPECT--
O:28:"StreamIpc\Message\LogMessage":0:{}
bool(true)
{"__class":"StreamIpc\\Message\\LogMessage"}
bool(true)
O:34:"StreamIpc\Envelope\RequestEnvelope":0:{}
bool(true)
{"__class":"StreamIpc\\Envelope\\RequestEnvelope"}
bool(true)
