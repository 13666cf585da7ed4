--TEST--
JSON: uninitialized properties are left out, and come back uninitialized
--FILE--
<?php
use StreamIpc\Message\Message;
use StreamIpc\Serialization\JsonMessageSerializer;

final class Partly implements Message
{
    public int $set = 1;
    public int $unset;
}
$serializer = new JsonMessageSerializer();
echo $json = $serializer->serialize(new Partly()), "\n";
var_dump($serializer->deserialize($json));
--EXPECTF--
{"__class":"Partly","set":1}
object(Partly)#%d (1) {
  ["set"]=>
  int(1)
  ["unset"]=>
  uninitialized(int)
}
