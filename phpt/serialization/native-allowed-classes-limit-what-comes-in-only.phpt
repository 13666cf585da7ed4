--TEST--
Native: allowedClasses limits received classes, not sent ones
--FILE--
<?php
use StreamIpc\Message\Message;
use StreamIpc\Serialization\NativeMessageSerializer;

final class Note implements Message {}
echo (new NativeMessageSerializer(false))->serialize(new Note()), "\n";
--EXPECT--
O:4:"Note":0:{}
