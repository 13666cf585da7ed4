--TEST--
Native: bytes behind a whole serialized message are ignored, as unserialize() ignores them
--FILE--
<?php
use StreamIpc\Message\LogMessage;
use StreamIpc\Serialization\NativeMessageSerializer;

require __DIR__ . '/../support/no-notices.php';
require __DIR__ . '/../support/show.php';

show((new NativeMessageSerializer())->deserialize(serialize(new LogMessage('text')) . "\n trailing"));
--EXPECT--
info: text
