--TEST--
Native: allowedClasses means for enums what unserialize's allowed_classes means
--FILE--
<?php
use StreamIpc\Message\Message;
use StreamIpc\Serialization\NativeMessageSerializer;

require __DIR__ . '/../support/no-notices.php';

enum Signal implements Message { case Stop; }
$payload = serialize(Signal::Stop);
foreach ([true, [Signal::class], false] as $allowed) {
    $asInPhp = unserialize($payload, ['allowed_classes' => $allowed]) === Signal::Stop;
    $here = (new NativeMessageSerializer($allowed))->deserialize($payload) === Signal::Stop;
    var_dump($here === $asInPhp);
}
--EXPECT--
bool(true)
bool(true)
bool(true)
