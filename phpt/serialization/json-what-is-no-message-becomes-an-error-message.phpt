--TEST--
JSON: an object that is no Message becomes an ErrorMessage
--FILE--
<?php
use StreamIpc\Serialization\{JsonMessageSerializer, NativeMessageSerializer};

require __DIR__ . '/../support/no-notices.php';
require __DIR__ . '/../support/show.php';

final class Plain { public int $a; }
foreach ([['__class' => 'stdClass'], ['__class' => 'Plain', 'a' => 1], ['__class' => NativeMessageSerializer::class]] as $data) {
    show((new JsonMessageSerializer())->deserialize(json_encode($data)));
}
--EXPECT--
ErrorMessage: Decoded object is not a Message: {"__class":"stdClass"}
ErrorMessage: Decoded object is not a Message: {"__class":"Plain","a":1}
ErrorMessage: Decoded object is not a Message: {"__class":"StreamIpc\\Serialization\\NativeMessageSerializer"}
