--TEST--
JSON: allowedClasses has the meaning that it has for the native serializer: it limits received classes, nested ones too, and loads no others
--FILE--
<?php
use StreamIpc\Envelope\{RequestEnvelope, ResponseEnvelope};
use StreamIpc\Message\{ErrorMessage, LogMessage, Message};
use StreamIpc\Serialization\JsonMessageSerializer;

require __DIR__ . '/../support/show.php';

final class Note implements Message { public mixed $held = null; }
final class Other implements Message { public int $number = 1; }
spl_autoload_register(fn (string $class) => print("asked for $class\n"));

$encode = (new JsonMessageSerializer(false))->serialize(...);
$note = new Note();
$note->held = [new Other(), 'list' => [new Other()]];

echo "without an argument and with true\n";
show((new JsonMessageSerializer())->deserialize($encode($note)));
show((new JsonMessageSerializer(true))->deserialize($encode($note)));

echo "with a list, in any case of letters\n";
$listed = new JsonMessageSerializer(allowedClasses: ['NOTE']);
show($listed->deserialize($encode($note)));
show($listed->deserialize($encode(new Other())));
show($listed->deserialize('{"__class":"Missing"}'));
show($listed->deserialize('{"__class":"Note","held":{"__class":"Missing"}}'));
show($listed->deserialize('{"__class":"\\\\Other"}'));

foreach ([false, []] as $none) {
    echo "with none but the protocol's own\n";
    $protocol = new JsonMessageSerializer($none);
    foreach ([
        new LogMessage('log'),
        new ErrorMessage('error'),
        new RequestEnvelope('1', new LogMessage('asked')),
        new ResponseEnvelope('1', new ErrorMessage('refused')),
    ] as $message) {
        echo $protocol->deserialize($encode($message)) == $message ? '' : "differs\n";
    }
    show($protocol->deserialize($encode(new Note())));
}
foreach (['Note', null, [5]] as $wrong) {
    try {
        new JsonMessageSerializer($wrong);
    } catch (TypeError $e) {
        echo explode(', called', $e->getMessage())[0], "\n";
    }
}
--EXPECT--
without an argument and with true
Note {"held":{"0":{"number":1},"list":[{"number":1}]}}
Note {"held":{"0":{"number":1},"list":[{"number":1}]}}
with a list, in any case of letters
Note {"held":{"0":{"__class":"Other","number":1},"list":[{"__class":"Other","number":1}]}}
ErrorMessage: Class is not allowed: Other, see the serializer's allowedClasses
ErrorMessage: Class is not allowed: Missing, see the serializer's allowedClasses
Note {"held":{"__class":"Missing"}}
ErrorMessage: Class is not allowed: \Other, see the serializer's allowedClasses
with none but the protocol's own
ErrorMessage: Class is not allowed: Note, see the serializer's allowedClasses
with none but the protocol's own
ErrorMessage: Class is not allowed: Note, see the serializer's allowedClasses
StreamIpc\Serialization\JsonMessageSerializer::__construct(): Argument #1 ($allowedClasses) must be of type array|bool, string given
StreamIpc\Serialization\JsonMessageSerializer::__construct(): Argument #1 ($allowedClasses) must be of type array|bool, null given
StreamIpc\Serialization\JsonMessageSerializer::__construct(): Argument #1 ($allowedClasses) must be an array of class names
