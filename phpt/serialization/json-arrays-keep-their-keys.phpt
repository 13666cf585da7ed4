--TEST--
JSON: lists stay lists, and numeric, negative and empty keys come back as they were
--FILE--
<?php
use StreamIpc\Message\Message;
use StreamIpc\Serialization\JsonMessageSerializer;

final class Holder implements Message { public function __construct(public array $a) {} }
$serializer = new JsonMessageSerializer();
foreach ([
    [], [[]], [[], ['k' => []]], [1, 2], [1 => 'one', 0 => 'zero'], ['3' => 'x', '03' => 'y', -5 => 'z', '' => 'empty'], ['a' => null, 'b' => [true, false]],
    [PHP_INT_MAX => 1],
] as $array) {
    $json = $serializer->serialize(new Holder($array));
    echo substr($json, 24, -1), ' ';
    var_dump($serializer->deserialize($json)->a === $array);
}
--EXPECT--
[] bool(true)
[[]] bool(true)
[[],{"k":[]}] bool(true)
[1,2] bool(true)
{"1":"one","0":"zero"} bool(true)
{"3":"x","03":"y","-5":"z","":"empty"} bool(true)
{"a":null,"b":[true,false]} bool(true)
{"9223372036854775807":1} bool(true)
