--TEST--
JSON: an abstract class and an enum become an ErrorMessage with the exception, nested ones too
--FILE--
<?php
use StreamIpc\Message\Message;
use StreamIpc\Serialization\JsonMessageSerializer;

require __DIR__ . '/../support/no-notices.php';
require __DIR__ . '/../support/show.php';

abstract class Shape implements Message {}
enum Suit: string implements Message { case Hearts = 'H'; }
final class Card implements Message { public mixed $suit = null; }
foreach ([
    '{"__class":"Shape"}',
    '{"__class":"Suit","name":"Hearts","value":"H"}',
    '{"__class":"Card","suit":{"__class":"Suit","name":"Hearts","value":"H"}}',
    '{"__class":"Card","suit":[{"__class":"Shape"}]}',
] as $data) {
    show((new JsonMessageSerializer())->deserialize($data));
}
--EXPECT--
ErrorMessage: Failed to unserialize data:{"__class":"Shape"}
Error: Cannot instantiate abstract class Shape
ErrorMessage: Failed to unserialize data:{"__class":"Suit","name":"Hearts","value":"H"}
Error: Cannot instantiate enum Suit
ErrorMessage: Failed to unserialize data:{"__class":"Card","suit":{"__class":"Suit","name":"Hearts","value":"H"}}
Error: Cannot instantiate enum Suit
ErrorMessage: Failed to unserialize data:{"__class":"Card","suit":[{"__class":"Shape"}]}
Error: Cannot instantiate abstract class Shape
