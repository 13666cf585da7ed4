--TEST--
Native: with a list the listed classes are allowed beside the protocol's, in any case of letters
--FILE--
<?php
use StreamIpc\Message\{LogMessage, Message};
use StreamIpc\Serialization\NativeMessageSerializer;

require __DIR__ . '/../support/no-notices.php';
require __DIR__ . '/../support/show.php';

final class Note implements Message { public mixed $held = null; }
final class Other implements Message {}

$serializer = new NativeMessageSerializer(['NOTE']);
show($serializer->deserialize(serialize(new Note())));
show($serializer->deserialize(serialize(new LogMessage('log'))));
show($serializer->deserialize(serialize(new Other())));

$note = new Note();
$note->held = new Other();
var_dump($serializer->deserialize(serialize($note))->held::class);
$note->held = new ArrayObject([new Other()]);
var_dump($serializer->deserialize(serialize($note))->held::class);
--EXPECT--
Note {"held":null}
info: log
error: Received message does not implement Message interface: O:5:"Other":0:{}
string(22) "__PHP_Incomplete_Class"
string(22) "__PHP_Incomplete_Class"
