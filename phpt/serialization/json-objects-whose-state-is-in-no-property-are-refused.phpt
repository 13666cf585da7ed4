--TEST--
JSON: objects whose state is in no property are refused with class and property, unless they implement JsonSerializable
--FILE--
<?php

use StreamIpc\Message\Message;
use StreamIpc\NativeIpcPeer;
use StreamIpc\Serialization\JsonMessageSerializer;

final class Order implements Message
{
    public function __construct(public mixed $what, private array $more = [])
    {
    }
}

final class Day extends DateTimeImmutable implements JsonSerializable
{
    public function jsonSerialize(): mixed
    {
        return ['day' => $this->format('Y-m-d'), 'order' => new Order('inside')];
    }
}

final class Selfish extends ArrayObject implements JsonSerializable
{
    public function jsonSerialize(): mixed
    {
        return $this;
    }
}

final class Endless extends ArrayObject implements JsonSerializable
{
    public function jsonSerialize(): mixed
    {
        return new self();
    }
}

final class Stamp extends DateTimeImmutable implements Message, JsonSerializable
{
    public function jsonSerialize(): mixed
    {
        return ['at' => 1];
    }
}

final class Plain implements JsonSerializable
{
    public function __construct(protected string $text)
    {
    }

    public function jsonSerialize(): mixed
    {
        return 'no say';
    }
}

class Stack extends SplStack
{
    public string $name = 'mine';
}

enum Suit: string
{
    case Hearts = 'h';
}

$serializer = new JsonMessageSerializer();
function told(Message $message): void
{
    global $serializer;
    try {
        echo $serializer->serialize($message), "\n";
    } catch (JsonException $e) {
        echo $e->getCode(), ' ', str_replace(
            'cannot travel as JSON, which is made of properties: its state is in none. Put a string or an array there, or an object that implements JsonSerializable',
            '...',
            $e->getMessage(),
        ), "\n";
    }
}

foreach ([
    new DateTime(), new DateTimeImmutable(), new DateTimeZone('UTC'), new DateInterval('P1D'), new ArrayObject([1]), new ArrayIterator([1]),
    new SplObjectStorage(), new Stack(), static fn () => 1, (static fn () => yield)(), new WeakMap(), new NativeIpcPeer(), new SplFileInfo('x'),
    new ReflectionClass('Order'), new SensitiveParameterValue('secret'),
] as $object) {
    told(new Order($object));
}
told(new Order('text', ['when' => ['from' => new DateTime()]]));
told(new Order(new Order([new DateTime()])));
told(new Stamp());
told(new Order(new Selfish()));
told(new Order(new Endless()));
// These travel.
told(new Order(new Day('2020-02-29')));
told(new Order(SplFixedArray::fromArray([1, new Order(2)])));
told(new Order(new Plain('kept')));
told(new Order([(object) ['a' => 1], Suit::Hearts]));
$exception = json_decode($serializer->serialize(new Order(new LogicException('an exception', 7))), true)['what'];
var_dump($exception['__class'], $exception['message'], $exception['code']);
--EXPECT--
8 An object of DateTime, in Order::$what, ...
8 An object of DateTimeImmutable, in Order::$what, ...
8 An object of DateTimeZone, in Order::$what, ...
8 An object of DateInterval, in Order::$what, ...
8 An object of ArrayObject, in Order::$what, ...
8 An object of ArrayIterator, in Order::$what, ...
8 An object of SplObjectStorage, in Order::$what, ...
8 An object of Stack, in Order::$what, ...
8 An object of Closure, in Order::$what, ...
8 An object of Generator, in Order::$what, ...
8 An object of WeakMap, in Order::$what, ...
8 An object of StreamIpc\NativeIpcPeer, in Order::$what, ...
8 An object of SplFileInfo, in Order::$what, ...
8 An object of ReflectionClass, in Order::$what, ...
8 An object of SensitiveParameterValue, in Order::$what, ...
8 An object of DateTime, in Order::$more['when']['from'], ...
8 An object of DateTime, in Order::$what[0], in Order::$what, ...
8 Stamp ...
8 An object of Selfish, in Order::$what, ...
1 Maximum stack depth exceeded, in Order::$what: more than 512 levels, or an object that contains itself
{"__class":"Order","what":{"day":"2020-02-29","order":{"__class":"Order","what":"inside","more":[]}},"more":[]}
{"__class":"Order","what":[1,{"__class":"Order","what":2,"more":[]}],"more":[]}
{"__class":"Order","what":{"__class":"Plain","text":"kept"},"more":[]}
{"__class":"Order","what":[{"__class":"stdClass","a":1},{"__class":"Suit","name":"Hearts","value":"h"}],"more":[]}
string(14) "LogicException"
string(12) "an exception"
int(7)
