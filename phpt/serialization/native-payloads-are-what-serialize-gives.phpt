--TEST--
Native: the payload is what PHP's serialize() gives, and deserialize() gives back an equal message
--FILE--
<?php
use StreamIpc\Envelope\RequestEnvelope;
use StreamIpc\Message\{ErrorMessage, LogMessage};
use StreamIpc\Serialization\NativeMessageSerializer;

$serializer = new NativeMessageSerializer();
foreach ([new LogMessage("\0\xFF"), new ErrorMessage('e'), new RequestEnvelope('1', new LogMessage('x'))] as $message) {
    var_dump($serializer->serialize($message) === serialize($message));
    var_dump($serializer->deserialize(serialize($message)) == $message);
}
--EXPECT--
bool(true)
bool(true)
bool(true)
bool(true)
bool(true)
bool(true)
