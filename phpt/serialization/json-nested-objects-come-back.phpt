--TEST--
JSON: nested objects come back, in properties and at any depth of arrays
--FILE--
<?php
use StreamIpc\Envelope\ResponseEnvelope;
use StreamIpc\Message\{ErrorMessage, LogMessage, Message};
use StreamIpc\Serialization\JsonMessageSerializer;

final class Point { public function __construct(private int $x = 0) {} }
final class Shape implements Message
{
    public function __construct(public array $points, private ?Shape $inner = null) {}
}
$serializer = new JsonMessageSerializer();
foreach ([
    new Shape([new Point(1), 'k' => ['deep' => [new Point(2)]]], new Shape([new LogMessage('in an array')])),
    new ResponseEnvelope('1', new ErrorMessage("ž/\n", new Exception('e'))),
    new ResponseEnvelope('2', new Shape([])),
] as $message) {
    var_dump($serializer->deserialize($serializer->serialize($message)) == $message);
}
--EXPECT--
bool(true)
bool(true)
bool(true)
