--TEST--
serialize() takes messages and deserialize() strings
--FILE--
<?php
use StreamIpc\Serialization\{JsonMessageSerializer, NativeMessageSerializer};

require __DIR__ . '/../support/thrown.php';

foreach ([new NativeMessageSerializer(), new JsonMessageSerializer()] as $serializer) {
    thrown(fn() => $serializer->serialize(new stdClass()));
    thrown(fn() => $serializer->serialize('text'));
    thrown(fn() => $serializer->deserialize(null));
    thrown(fn() => $serializer->deserialize(['a']));
    thrown(fn() => $serializer->deserialize(payload: ''));
}
--EXPECTF--
TypeError: StreamIpc\Serialization\NativeMessageSerializer::serialize(): Argument #1 ($data) must be of type StreamIpc\Message\Message, stdClass given%S
TypeError: StreamIpc\Serialization\NativeMessageSerializer::serialize(): Argument #1 ($data) must be of type StreamIpc\Message\Message, string given%S
TypeError: StreamIpc\Serialization\NativeMessageSerializer::deserialize(): Argument #1 ($data) must be of type string, null given%S
TypeError: StreamIpc\Serialization\NativeMessageSerializer::deserialize(): Argument #1 ($data) must be of type string, array given%S
Error: Unknown named parameter $payload
TypeError: StreamIpc\Serialization\JsonMessageSerializer::serialize(): Argument #1 ($data) must be of type StreamIpc\Message\Message, stdClass given%S
TypeError: StreamIpc\Serialization\JsonMessageSerializer::serialize(): Argument #1 ($data) must be of type StreamIpc\Message\Message, string given%S
TypeError: StreamIpc\Serialization\JsonMessageSerializer::deserialize(): Argument #1 ($data) must be of type string, null given%S
TypeError: StreamIpc\Serialization\JsonMessageSerializer::deserialize(): Argument #1 ($data) must be of type string, array given%S
Error: Unknown named parameter $payload
