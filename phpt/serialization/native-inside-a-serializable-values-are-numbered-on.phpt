--TEST--
Native: within a Serializable's methods values are numbered on and referred to across, as by serialize() and unserialize() there
--FILE--
<?php
use StreamIpc\Message\Message;
use StreamIpc\Serialization\NativeMessageSerializer;

final class Note implements Message
{
    public function __construct(public mixed $value) {}
}

error_reporting(E_ALL & ~E_DEPRECATED);
eval('final class Wrapped implements Serializable
{
    public static bool $natively;
    public mixed $value;
    public function serialize() {
        $note = new Note($this->value);
        return self::$natively ? (new StreamIpc\Serialization\NativeMessageSerializer())->serialize($note) : serialize($note);
    }
    public function unserialize($data) {
        $this->value = self::$natively ? (new StreamIpc\Serialization\NativeMessageSerializer())->deserialize($data) : unserialize($data);
    }
}');

$wrapped = new Wrapped();
$wrapped->value = new Note('held by both');
$values = [$wrapped->value, [1, 2, 3], $wrapped, $wrapped->value];

Wrapped::$natively = false;
$expected = serialize($values);
Wrapped::$natively = true;
var_dump(serialize($values) === $expected);

[$first, , $wrapped, $last] = unserialize($expected);
var_dump($last === $first, $wrapped->value->value === $first, $first->value);

// What one of them calls from a method of its own starts anew.
final class Inner implements Message
{
    public function __construct(public Note $note) {}
    public function __serialize(): array
    {
        return [$this->note, (new NativeMessageSerializer())->serialize($this->note)];
    }
}
$note = new Note([1]);
echo serialize([$note, new Inner($note)]), "\n";
--EXPECT--
bool(true)
bool(true)
bool(true)
string(12) "held by both"
a:2:{i:0;O:4:"Note":1:{s:5:"value";a:1:{i:0;i:1;}}i:1;O:5:"Inner":2:{i:0;r:2;i:1;s:41:"O:4:"Note":1:{s:5:"value";a:1:{i:0;i:1;}}";}}
