--TEST--
Native: serialize_precision holds for the serializer as for serialize()
--INI--
serialize_precision=5
--FILE--
<?php
use StreamIpc\Message\Message;
use StreamIpc\Serialization\NativeMessageSerializer;

final class Value implements Message { public function __construct(public float $f) {} }
var_dump((new NativeMessageSerializer())->serialize(new Value(1.23456789)));
--EXPECT--
string(33) "O:5:"Value":1:{s:1:"f";d:1.2346;}"
