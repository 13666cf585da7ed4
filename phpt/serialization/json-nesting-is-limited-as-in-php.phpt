--TEST--
JSON: nesting as deep as json_decode() goes travels, more than json_encode() takes throws, and deeper data does not decode
--FILE--
<?php
use StreamIpc\Message\Message;
use StreamIpc\Serialization\JsonMessageSerializer;

require __DIR__ . '/../support/thrown.php';

final class Box implements Message { public mixed $inside = null; }
function nested(int $depth): Box
{
    $box = new Box();
    for ($i = 1; $i < $depth; $i++) {
        $box->inside = [$box->inside];
    }
    return $box;
}

$serializer = new JsonMessageSerializer();
var_dump($serializer->deserialize($serializer->serialize(nested(511))) == nested(511));
thrown(fn() => $serializer->serialize(nested(513)));
thrown(fn() => $serializer->serialize(nested(10_000)));

$objects = new Box();
for ($i = 1; $i < 511; $i++) {
    $outer = new Box();
    $outer->inside = $objects;
    $objects = $outer;
}
var_dump($serializer->deserialize($serializer->serialize($objects)) == $objects);

$deep = '{"__class":"Box","inside":' . str_repeat('[', 512) . str_repeat(']', 512) . '}';
echo str_replace($deep, '<data>', explode("\n#0", $serializer->deserialize($deep)->toString())[0]), "\n";
--EXPECTF--
bool(true)
JsonException: Maximum stack depth exceeded, in Box::$inside%s: more than 512 levels, or an object that contains itself
JsonException: Maximum stack depth exceeded, in Box::$inside%s: more than 512 levels, or an object that contains itself
bool(true)
json_decode failed:<data>
JsonException: Maximum stack depth exceeded
