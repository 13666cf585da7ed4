--TEST--
JSON: private properties of a parent class travel too
--FILE--
<?php
use StreamIpc\Message\Message;
use StreamIpc\Serialization\JsonMessageSerializer;

abstract class Base implements Message
{
    public function __construct(private readonly int $secret, private array $list = []) {}
    public function told(): array { return [$this->secret, $this->list]; }
}
final class Child extends Base { public string $own = 'own'; }

$serializer = new JsonMessageSerializer();
$json = $serializer->serialize(new Child(42, [1]));
$data = json_decode($json, true);
ksort($data);
echo json_encode($data), "\n", json_encode($serializer->deserialize($json)->told()), "\n";
--EXPECT--
{"__class":"Child","list":[1],"own":"own","secret":42}
[42,[1]]
