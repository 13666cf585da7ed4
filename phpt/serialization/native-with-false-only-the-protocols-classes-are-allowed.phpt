--TEST--
Native: with allowedClasses false or [] only the protocol's own four message classes are allowed
--FILE--
<?php
use StreamIpc\Envelope\{RequestEnvelope, ResponseEnvelope};
use StreamIpc\Message\{ErrorMessage, LogMessage, Message};
use StreamIpc\Serialization\NativeMessageSerializer;

require __DIR__ . '/../support/no-notices.php';
require __DIR__ . '/../support/show.php';

final class Note implements Message {}
foreach ([false, []] as $allowed) {
    $serializer = new NativeMessageSerializer($allowed);
    foreach ([
        new LogMessage('log'),
        new ErrorMessage('error'),
        new RequestEnvelope('1', new LogMessage('asked')),
        new ResponseEnvelope('1', new ErrorMessage('refused')),
    ] as $message) {
        var_dump($serializer->deserialize(serialize($message)) == $message);
    }
    show($serializer->deserialize(serialize(new Note())));
}
--EXPECT--
bool(true)
bool(true)
bool(true)
bool(true)
error: Received message does not implement Message interface: O:4:"Note":0:{}
bool(true)
bool(true)
bool(true)
bool(true)
error: Received message does not implement Message interface: O:4:"Note":0:{}
