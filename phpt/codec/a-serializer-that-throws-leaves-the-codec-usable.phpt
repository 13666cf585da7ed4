--TEST--
If a serializer throws, pack() throws the exception, and the codec goes on
--FILE--
<?php
use StreamIpc\Message\{LogMessage, Message};
use StreamIpc\Serialization\{JsonMessageSerializer, NativeMessageSerializer};
use StreamIpc\Transport\FrameCodec;

require __DIR__ . '/../support/thrown.php';

final class Holder implements Message
{
    public function __construct(public mixed $held) {}
}
final class Refusing implements Message
{
    public function __serialize(): array { throw new DomainException('stays here'); }
}

foreach ([new NativeMessageSerializer(), new JsonMessageSerializer()] as $serializer) {
    $codec = new FrameCodec($serializer);
    thrown(fn() => $codec->pack(new Holder([str_repeat('x', 100_000), NAN, fn() => 1])));
    thrown(fn() => $codec->pack(new Refusing()));
    var_dump($codec->feed($codec->pack(new LogMessage('still works')))[0]->message);
}
--EXPECT--
Exception: Serialization of 'Closure' is not allowed
DomainException: stays here
string(11) "still works"
JsonException: An object of Closure, in Holder::$held[2], cannot travel as JSON, which is made of properties: its state is in none. Put a string or an array there, or an object that implements JsonSerializable
nothing thrown: string
string(11) "still works"
