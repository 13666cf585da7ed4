--TEST--
JSON: integers and floats travel; whole floats are written without a fraction
--FILE--
<?php
use StreamIpc\Message\Message;
use StreamIpc\Serialization\JsonMessageSerializer;

final class Numbers implements Message
{
    public float $tenth = 0.1;
    public float $third = 1 / 3;
    public float $big = 1.0e25;
    public float $small = 3.0e-15;
    public float $whole = 5.0;
    public float $negativeZero = -0.0;
    public int $min = PHP_INT_MIN;
    public int $max = PHP_INT_MAX;
    public array $untyped = [5.0, 0.5];
}
$serializer = new JsonMessageSerializer();
echo $json = $serializer->serialize(new Numbers()), "\n";
$back = $serializer->deserialize($json);
var_dump($back == new Numbers(), $back->whole, $back->untyped);
--EXPECT--
{"__class":"Numbers","tenth":0.1,"third":0.3333333333333333,"big":1.0e+25,"small":3.0e-15,"whole":5,"negativeZero":-0,"min":-9223372036854775808,"max":9223372036854775807,"untyped":[5,0.5]}
bool(true)
float(5)
array(2) {
  [0]=>
  int(5)
  [1]=>
  float(0.5)
}
