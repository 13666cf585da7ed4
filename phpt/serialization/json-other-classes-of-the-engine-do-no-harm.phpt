--TEST--
JSON: objects of the engine's other classes, made without their constructor, do no harm
--FILE--
<?php
use StreamIpc\Message\Message;
use StreamIpc\Serialization\JsonMessageSerializer;

final class Card implements Message { public mixed $held = null; }
$made = 0;
foreach (get_declared_classes() as $class) {
    if (!(new ReflectionClass($class))->isInternal()) {
        continue;
    }
    $data = json_encode(['__class' => 'Card', 'held' => ['__class' => $class, 'message' => 'x', 'file' => 5, 'date' => []]]);
    $message = (new JsonMessageSerializer())->deserialize($data);
    $made += $message instanceof Message;
    unset($message);
}
gc_collect_cycles();
var_dump($made > 100);
--EXPECT--
bool(true)
