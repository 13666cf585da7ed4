--TEST--
JSON: a decoded readonly property stays readonly, and a repeated key counts with its last value
--FILE--
<?php
use StreamIpc\Serialization\JsonMessageSerializer;

require __DIR__ . '/../support/thrown.php';

$log = (new JsonMessageSerializer())->deserialize(
    '{"message":"first","__class":"StreamIpc\\\\Message\\\\LogMessage","level":"info","message":"last"}',
);
var_dump($log->message);
thrown(fn() => $log->message = 'changed');
--EXPECT--
string(4) "last"
Error: Cannot modify readonly property StreamIpc\Message\LogMessage::$message
