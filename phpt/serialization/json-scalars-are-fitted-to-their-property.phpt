--TEST--
JSON: scalars are fitted to the type of their property, as PHP does without strict_types
--FILE--
<?php
declare(strict_types=1);

use StreamIpc\Message\Message;
use StreamIpc\Serialization\JsonMessageSerializer;

final class Typed implements Message
{
    public int $int = 0;
    public float $float = 0.0;
    public string $string = '';
    public bool $bool = false;
    public $any = null;
}
var_dump((new JsonMessageSerializer())->deserialize('{"__class":"Typed","int":"7","float":5,"string":8,"bool":1,"any":5}'));
--EXPECTF--
object(Typed)#%d (5) {
  ["int"]=>
  int(7)
  ["float"]=>
  float(5)
  ["string"]=>
  string(1) "8"
  ["bool"]=>
  bool(true)
  ["any"]=>
  int(5)
}
