--TEST--
JSON: missing properties keep their defaults
--FILE--
<?php
use StreamIpc\Message\Message;
use StreamIpc\Serialization\JsonMessageSerializer;

final class Options implements Message
{
    public int $retries = 3;
    public array $tags = ['default'];
    public string $name;
}
var_dump((new JsonMessageSerializer())->deserialize('{"__class":"Options","tags":[]}'));
--EXPECTF--
object(Options)#%d (2) {
  ["retries"]=>
  int(3)
  ["tags"]=>
  array(0) {
  }
  ["name"]=>
  uninitialized(string)
}
