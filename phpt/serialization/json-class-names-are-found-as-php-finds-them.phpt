--TEST--
JSON: class names are found whatever the case of their letters
--FILE--
<?php
use StreamIpc\Serialization\JsonMessageSerializer;

require __DIR__ . '/../support/show.php';

show((new JsonMessageSerializer())->deserialize('{"__class":"streamipc\\\\MESSAGE\\\\logMessage","message":"a","level":"b"}'));
--EXPECT--
b: a
