--TEST--
JSON: an empty map in the place of an array decodes to an empty array
--FILE--
<?php
use StreamIpc\Message\Message;
use StreamIpc\Serialization\JsonMessageSerializer;

final class Holder implements Message { public array $a = [1]; public mixed $b = 1; }
$message = (new JsonMessageSerializer())->deserialize('{"__class":"Holder","a":{},"b":{}}');
var_dump($message->a, $message->b);
--EXPECT--
array(0) {
}
array(0) {
}
