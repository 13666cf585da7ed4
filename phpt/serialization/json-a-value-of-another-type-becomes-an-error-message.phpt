--TEST--
JSON: a value that does not fit its property becomes an ErrorMessage with the TypeError
--FILE--
<?php
use StreamIpc\Message\Message;
use StreamIpc\Serialization\JsonMessageSerializer;

require __DIR__ . '/../support/no-notices.php';
require __DIR__ . '/../support/show.php';

final class Typed implements Message
{
    public int $number = 0;
    private readonly array $list;
    public ?Typed $inner = null;
}
foreach ([
    '{"__class":"Typed","number":"many"}',
    '{"__class":"Typed","number":null}',
    '{"__class":"Typed","list":1}',
    '{"__class":"Typed","inner":{"__class":"stdClass"}}',
    '{"__class":"Typed","inner":{"__class":"Typed","number":[]}}',
    '{"__class":"StreamIpc\\\\Envelope\\\\RequestEnvelope","id":"1","request":{"__class":"No"}}',
] as $data) {
    show((new JsonMessageSerializer())->deserialize($data));
}
--EXPECTF--
ErrorMessage: Failed to unserialize data:{"__class":"Typed","number":"many"}
TypeError: Cannot assign string to property Typed::$number of type int
ErrorMessage: Failed to unserialize data:{"__class":"Typed","number":null}
TypeError: Cannot assign null to property Typed::$number of type int
ErrorMessage: Failed to unserialize data:{"__class":"Typed","list":1}
TypeError: Cannot assign int to property Typed::$list of type array
ErrorMessage: Failed to unserialize data:{"__class":"Typed","inner":{"__class":"stdClass"}}
TypeError: Cannot assign stdClass to property Typed::$inner of type ?Typed
ErrorMessage: Failed to unserialize data:{"__class":"Typed","inner":{"__class":"Typed","number":[]}}
TypeError: Cannot assign array to property Typed::$number of type int
ErrorMessage: Failed to unserialize data:{"__class":"StreamIpc\\Envelope\\RequestEnvelope","id":"1","request":{"__class":"No"}}
TypeError: Process %d does not know the class No: is it loaded there, or does an autoloader find it?
