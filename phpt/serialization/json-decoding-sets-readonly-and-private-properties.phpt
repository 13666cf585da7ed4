--TEST--
JSON: decoding sets readonly, private and protected properties, without the constructor
--FILE--
<?php
use StreamIpc\Message\Message;
use StreamIpc\Serialization\JsonMessageSerializer;

final class Sealed implements Message
{
    private int $private = 0;
    protected string $protected = '';
    public static string $static = 'untouched';
    public function __construct(public readonly array $readonly) { throw new LogicException('called'); }
}
$message = (new JsonMessageSerializer())->deserialize(
    '{"__class":"Sealed","readonly":[1],"private":5,"protected":"p","static":"changed"}',
);
var_dump($message, Sealed::$static);
--EXPECTF--
object(Sealed)#%d (3) {
  ["private":"Sealed":private]=>
  int(5)
  ["protected":protected]=>
  string(1) "p"
  ["readonly"]=>
  array(1) {
    [0]=>
    int(1)
  }
}
string(9) "untouched"
