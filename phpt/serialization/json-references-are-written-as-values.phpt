--TEST--
JSON: references are written as their values
--FILE--
<?php
use StreamIpc\Message\Message;
use StreamIpc\Serialization\JsonMessageSerializer;

final class Linked implements Message { public mixed $a = null; public array $list = []; }
$message = new Linked();
$value = ['x' => new Linked()];
$message->a = &$value;
$message->list[] = &$value['x']->list;
echo (new JsonMessageSerializer())->serialize($message), "\n";
--EXPECT--
{"__class":"Linked","a":{"x":{"__class":"Linked","a":null,"list":[]}},"list":[[]]}
