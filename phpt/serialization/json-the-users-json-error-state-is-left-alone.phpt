--TEST--
JSON: the serializer does not change json_last_error() of the user's own calls
--FILE--
<?php
use StreamIpc\Message\LogMessage;
use StreamIpc\Serialization\JsonMessageSerializer;

$serializer = new JsonMessageSerializer();
json_decode('{');
$serializer->deserialize($serializer->serialize(new LogMessage('x')));
var_dump(json_last_error() === JSON_ERROR_SYNTAX);
json_decode('1');
$serializer->deserialize('{');
var_dump(json_last_error() === JSON_ERROR_NONE);
--EXPECT--
bool(true)
bool(true)
