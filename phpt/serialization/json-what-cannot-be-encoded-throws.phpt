--TEST--
JSON: what JSON cannot hold throws JsonException
--FILE--
<?php
use StreamIpc\Message\{LogMessage, Message};
use StreamIpc\Serialization\JsonMessageSerializer;

final class Any implements Message { public function __construct(public mixed $value) {} }
foreach ([NAN, INF, -INF, "\xFF", ["\xC3" => 1], STDIN, new Any(NAN), new LogMessage("\x80")] as $value) {
    try {
        echo (new JsonMessageSerializer())->serialize(new Any($value)), "\n";
    } catch (JsonException $e) {
        echo $e->getMessage(), ' (', $e->getCode() === JSON_ERROR_INF_OR_NAN ? 'INF_OR_NAN' : $e->getCode(), ")\n";
    }
}
--EXPECT--
Inf and NaN cannot be JSON encoded (INF_OR_NAN)
Inf and NaN cannot be JSON encoded (INF_OR_NAN)
Inf and NaN cannot be JSON encoded (INF_OR_NAN)
Malformed UTF-8 characters, possibly incorrectly encoded (5)
Malformed UTF-8 characters, possibly incorrectly encoded (5)
Type is not supported (8)
Inf and NaN cannot be JSON encoded (INF_OR_NAN)
Malformed UTF-8 characters, possibly incorrectly encoded (5)
