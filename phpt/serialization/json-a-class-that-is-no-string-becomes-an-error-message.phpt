--TEST--
JSON: a __class that is no string becomes an ErrorMessage, never a warning or a crash
--FILE--
<?php
use StreamIpc\Message\ErrorMessage;
use StreamIpc\Serialization\JsonMessageSerializer;

require __DIR__ . '/../support/no-notices.php';

foreach (['5', 'null', 'true', '[]', '{"__class":"stdClass"}', '1.5'] as $class) {
    $message = (new JsonMessageSerializer())->deserialize("{\"__class\":$class}");
    var_dump($message instanceof ErrorMessage);
}
--EXPECT--
bool(true)
bool(true)
bool(true)
bool(true)
bool(true)
bool(true)
