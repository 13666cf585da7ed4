--TEST--
JSON: unknown properties are ignored, whatever their names
--FILE--
<?php
use StreamIpc\Message\Message;
use StreamIpc\Serialization\JsonMessageSerializer;

require __DIR__ . '/../support/no-notices.php';
require __DIR__ . '/../support/show.php';

class Known implements Message { private int $secret = 1; public int $a = 0; }
#[AllowDynamicProperties]
class Loose extends Known {}
$serializer = new JsonMessageSerializer();
foreach (['Known', 'Loose'] as $class) {
    $message = $serializer->deserialize(
        "{\"__class\":\"$class\",\"a\":7,\"b\":8,\"5\":9,\"\":10,\"A\":11,\"\\u0000Known\\u0000secret\":12,\"\\u0000*\\u0000a\":13,\"ž\":14}",
    );
    echo json_encode((array) $message, JSON_PARTIAL_OUTPUT_ON_ERROR), "\n";
}
--EXPECT--
{"\u0000Known\u0000secret":1,"a":7}
{"\u0000Known\u0000secret":1,"a":7}
