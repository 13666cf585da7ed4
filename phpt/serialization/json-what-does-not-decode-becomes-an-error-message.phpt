--TEST--
JSON: data that is not JSON becomes an ErrorMessage with the data and the exception
--FILE--
<?php
use StreamIpc\Serialization\JsonMessageSerializer;

require __DIR__ . '/../support/no-notices.php';
require __DIR__ . '/../support/show.php';

foreach (['', 'text', '{"__class":', "{'a':1}", "\"\xFF\"", "{} trailing"] as $data) {
    show((new JsonMessageSerializer())->deserialize($data));
}
var_dump((new JsonMessageSerializer())->deserialize("[\0")->toString() !== '');
--EXPECTF--
ErrorMessage: json_decode failed:
JsonException: Syntax error
ErrorMessage: json_decode failed:text
JsonException: Syntax error
ErrorMessage: json_decode failed:{"__class":
JsonException: Syntax error
ErrorMessage: json_decode failed:{'a':1}
JsonException: Syntax error
ErrorMessage: json_decode failed:"%c"
JsonException: Malformed UTF-8 characters, possibly incorrectly encoded
ErrorMessage: json_decode failed:{} trailing
JsonException: Syntax error
bool(true)
