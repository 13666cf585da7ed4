--TEST--
JSON: the serializer does not call __get, __set, __serialize, __sleep, __wakeup, jsonSerialize() or the constructor
--FILE--
<?php
use StreamIpc\Message\Message;
use StreamIpc\Serialization\JsonMessageSerializer;

final class Chatty implements Message, JsonSerializable
{
    private string $text = 'kept';
    public function __construct() { echo "__construct\n"; }
    public function __get($name) { echo "__get\n"; }
    public function __set($name, $value) { echo "__set\n"; }
    public function __isset($name) { echo "__isset\n"; }
    public function __serialize(): array { echo "__serialize\n"; return []; }
    public function __unserialize(array $data): void { echo "__unserialize\n"; }
    public function __sleep() { echo "__sleep\n"; }
    public function __wakeup() { echo "__wakeup\n"; }
    public function jsonSerialize(): mixed { echo "jsonSerialize\n"; return 1; }
}
$message = new Chatty();
echo "-- constructed\n";
$serializer = new JsonMessageSerializer();
echo $json = $serializer->serialize($message), "\n";
var_dump($serializer->deserialize(str_replace('kept', 'other', $json)) == $message);
var_dump($serializer->deserialize('{"__class":"Chatty","nothing":1}') == $message);
--EXPECT--
__construct
-- constructed
{"__class":"Chatty","text":"kept"}
bool(false)
bool(true)
