--TEST--
JSON: nested objects, and objects in arrays, are maps with __class, too
--FILE--
<?php
use StreamIpc\Envelope\RequestEnvelope;
use StreamIpc\Message\Message;
use StreamIpc\Serialization\JsonMessageSerializer;

final class Point { public function __construct(private int $x, private int $y) {} }
final class Shape implements Message
{
    public function __construct(public array $points, protected ?Shape $inner = null, public mixed $any = null) {}
}
$shape = new Shape([new Point(1, 2), 'k' => [new Point(3, 4)]], new Shape([]), new stdClass());
echo (new JsonMessageSerializer())->serialize(new RequestEnvelope('1', $shape)), "\n";
--EXPECT--
{"__class":"StreamIpc\\Envelope\\RequestEnvelope","id":"1","request":{"__class":"Shape","points":{"0":{"__class":"Point","x":1,"y":2},"k":[{"__class":"Point","x":3,"y":4}]},"inner":{"__class":"Shape","points":[],"inner":null,"any":null},"any":{"__class":"stdClass"}}}
