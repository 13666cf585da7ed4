--TEST--
JSON: an unknown class, an interface and a trait become an ErrorMessage
--FILE--
<?php
use StreamIpc\Message\Message;
use StreamIpc\Serialization\JsonMessageSerializer;

require __DIR__ . '/../support/no-notices.php';
require __DIR__ . '/../support/show.php';

trait SomeTrait {}
foreach (['No\Such', Message::class, 'SomeTrait', 'Countable', 'no class name!', '../../etc/passwd', 'int', 'self', 'žluť'] as $class) {
    show((new JsonMessageSerializer())->deserialize(json_encode(['__class' => $class])));
}
var_dump((new JsonMessageSerializer())->deserialize('{"__class":""}')->toString());
--EXPECT--
ErrorMessage: Unknown class: No\Such
ErrorMessage: Unknown class: StreamIpc\Message\Message
ErrorMessage: Unknown class: SomeTrait
ErrorMessage: Unknown class: Countable
ErrorMessage: Unknown class: no class name!
ErrorMessage: Unknown class: ../../etc/passwd
ErrorMessage: Unknown class: int
ErrorMessage: Unknown class: self
ErrorMessage: Unknown class: žluť
string(14) "Unknown class:"
