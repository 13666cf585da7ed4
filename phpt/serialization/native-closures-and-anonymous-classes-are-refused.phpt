--TEST--
Native: a value that PHP cannot serialize throws PHP's exception
--FILE--
<?php
use StreamIpc\Message\Message;
use StreamIpc\Serialization\NativeMessageSerializer;

require __DIR__ . '/../support/thrown.php';

final class Holder implements Message { public function __construct(public mixed $held) {} }
$serializer = new NativeMessageSerializer();
thrown(fn() => $serializer->serialize(new Holder(fn() => 1)));
thrown(fn() => $serializer->serialize(new Holder((fn() => yield 1)())));
thrown(fn() => $serializer->serialize(new class implements Message {}));
echo $serializer->serialize(new Holder(STDIN)), "\n";
--EXPECTF--
Exception: Serialization of 'Closure' is not allowed
Exception: Serialization of 'Generator' is not allowed
Exception: Serialization of 'StreamIpc\Message\Message@anonymous' is not allowed
O:6:"Holder":1:{s:4:"held";i:0;}
