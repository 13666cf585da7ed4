--TEST--
JSON: a value that JSON cannot hold throws a JsonException that names the class and the property
--FILE--
<?php
use StreamIpc\Envelope\RequestEnvelope;
use StreamIpc\Message\{LogMessage, Message};
use StreamIpc\Serialization\JsonMessageSerializer;

final class Any implements Message { public function __construct(public mixed $value, private string $other = 'text') {} }
foreach ([
    NAN, INF, -INF, "\xFF", ["\xC3" => 1], STDIN, new Any(NAN), new LogMessage("\x80"),
    ['a' => [1, 'b' => ["\xFF"]]], [new Any(1), new Any(['x' => new Any('text', "\xFF")])], [['__class' => 'Foo', 'bar' => "\xFF"]],
] as $value) {
    try {
        echo (new JsonMessageSerializer())->serialize(new Any($value)), "\n";
    } catch (JsonException $e) {
        echo $e->getMessage(), ' (', $e->getCode() === JSON_ERROR_INF_OR_NAN ? 'INF_OR_NAN' : $e->getCode(), ")\n";
    }
}
try {
    (new JsonMessageSerializer())->serialize(new RequestEnvelope("\xFF", new LogMessage('a message')));
} catch (JsonException $e) {
    echo $e->getMessage(), "\n";
}
--EXPECT--
Inf and NaN cannot be JSON encoded, in Any::$value (INF_OR_NAN)
Inf and NaN cannot be JSON encoded, in Any::$value (INF_OR_NAN)
Inf and NaN cannot be JSON encoded, in Any::$value (INF_OR_NAN)
Malformed UTF-8 characters, possibly incorrectly encoded, in Any::$value (5)
Malformed UTF-8 characters, possibly incorrectly encoded, in Any::$value['�'] (5)
Type is not supported, in Any::$value (8)
Inf and NaN cannot be JSON encoded, in Any::$value, in Any::$value (INF_OR_NAN)
Malformed UTF-8 characters, possibly incorrectly encoded, in StreamIpc\Message\LogMessage::$message, in Any::$value (5)
Malformed UTF-8 characters, possibly incorrectly encoded, in Any::$value['a']['b'][0] (5)
Malformed UTF-8 characters, possibly incorrectly encoded, in Any::$other, in Any::$value['x'], in Any::$value[1] (5)
Malformed UTF-8 characters, possibly incorrectly encoded, in Foo::$bar, in Any::$value[0] (5)
Malformed UTF-8 characters, possibly incorrectly encoded, in StreamIpc\Envelope\RequestEnvelope::$id
