--TEST--
JSON: the hook of a property sees what the property is set to, and the value it has is what is written
--SKIPIF--
<?php
if (PHP_VERSION_ID < 80400) die('skip there are none before PHP 8.4');
--FILE--
<?php
use StreamIpc\Message\Message;
use StreamIpc\Serialization\JsonMessageSerializer;

final class Hooked implements Message
{
    public string $name = 'none' { set => strtoupper($value); }
    public string $greeting { get => "Hello $this->name"; }
}

$serializer = new JsonMessageSerializer();
$message = $serializer->deserialize('{"__class":"Hooked","name":"ada"}');
echo $message->name, ', ', $serializer->serialize($message), "\n";
--EXPECT--
ADA, {"__class":"Hooked","name":"ADA"}
