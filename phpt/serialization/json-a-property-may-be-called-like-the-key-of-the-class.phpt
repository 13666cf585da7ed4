--TEST--
JSON: a property called __class stands in the place of the class, however the object is written
--FILE--
<?php
use StreamIpc\Message\Message;
use StreamIpc\Serialization\JsonMessageSerializer;

class Posing implements Message { public $a = 1; public $__class = 'Other'; public $b = 2; }
final class Open extends Posing { public mixed $more = null; }

$serializer = new JsonMessageSerializer();
echo $serializer->serialize(new Posing()), "\n";
// With dynamic properties in it, the engine's functions write it.
$open = new Open();
$open->more = (object) ['dynamic' => true];
echo $serializer->serialize($open), "\n";
// Of two classes, the last counts.
echo get_class($serializer->deserialize('{"__class":"Posing","a":1,"__class":"Open"}')), "\n";
--EXPECT--
{"__class":"Other","a":1,"b":2}
{"__class":"Other","a":1,"b":2,"more":{"__class":"stdClass","dynamic":true}}
Open
