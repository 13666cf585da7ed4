--TEST--
Serializers take no properties, may be cloned, and are constructed once
--FILE--
<?php
use StreamIpc\Message\Message;
use StreamIpc\Serialization\{JsonMessageSerializer, NativeMessageSerializer};

require __DIR__ . '/../support/show.php';
require __DIR__ . '/../support/thrown.php';

final class Note implements Message {}
$strict = new NativeMessageSerializer(false);
thrown(fn() => $strict->__construct(true));
thrown(fn() => $strict->extra = 1);
$json = new JsonMessageSerializer();
thrown(fn() => $json->extra = 1);
show((clone $strict)->deserialize('O:4:"Note":0:{}'));
show((clone $json)->deserialize('{"__class":"Note"}'));
--EXPECTF--
Error: Cannot modify readonly property StreamIpc\Serialization\NativeMessageSerializer::$%s
Error: Cannot create dynamic property StreamIpc\Serialization\NativeMessageSerializer::$extra
Error: Cannot create dynamic property StreamIpc\Serialization\JsonMessageSerializer::$extra
error: Received message does not implement Message interface: O:4:"Note":0:{}
Note {}
