--TEST--
JSON: a nested map whose class is unknown stays an array, with its __class
--FILE--
<?php
use StreamIpc\Message\Message;
use StreamIpc\Serialization\JsonMessageSerializer;

final class Task implements Message { public mixed $param = null; public array $params = []; }
interface SomeInterface {}
trait SomeTrait {}
$message = (new JsonMessageSerializer())->deserialize(<<<'JSON'
    {"__class": "Task",
     "param": {"__class": "No\\Such", "a": {"__class": "Task"}},
     "params": [{"__class": "SomeInterface"}, {"__class": "SomeTrait"}, {"__class": 5}, {"__class": null}, {"__class": ""}]}
    JSON);
echo json_encode($message->param), "\n", json_encode($message->params), "\n";
--EXPECT--
{"__class":"No\\Such","a":{"__class":"Task"}}
[{"__class":"SomeInterface"},{"__class":"SomeTrait"},{"__class":5},{"__class":null},{"__class":""}]
