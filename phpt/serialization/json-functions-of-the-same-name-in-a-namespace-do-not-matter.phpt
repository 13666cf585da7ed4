--TEST--
JSON: the serializer does not call functions named json_encode() and json_decode() in a user's namespace
--FILE--
<?php
namespace StreamIpc\Serialization;

use StreamIpc\Message\LogMessage;

function json_encode() { echo "not this one\n"; }
function json_decode() { echo "not this one\n"; }
$serializer = new JsonMessageSerializer();
var_dump($serializer->deserialize($serializer->serialize(new LogMessage('x')))->message);
--EXPECT--
string(1) "x"
