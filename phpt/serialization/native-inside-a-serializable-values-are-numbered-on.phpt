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

$held = new Note('held by both');
$wrapped = new Wrapped();
$wrapped->value = $held;
$plain = new Wrapped();
$plain->value = [1, 'two', 3.0];
$late = new Note('twice');
$values = [$held, $wrapped, $plain, $late, $late];

Wrapped::$natively = false;
$expected = serialize($values);
Wrapped::$natively = true;
var_dump(serialize($values) === $expected);

[$held, $wrapped, $plain, $late, $again] = unserialize($expected);
var_dump($wrapped->value->value === $held, $held->value, $plain->value->value === [1, 'two', 3.0]);
var_dump($again === $late, $late->value);

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
string(12) "held by both"
bool(true)
bool(true)
string(5) "twice"
a:2:{i:0;O:4:"Note":1:{s:5:"value";a:1:{i:0;i:1;}}i:1;O:5:"Inner":2:{i:0;r:2;i:1;s:41:"O:4:"Note":1:{s:5:"value";a:1:{i:0;i:1;}}";}}
