--TEST--
Native: a payload of an unknown class becomes a LogMessage that says it is no Message
--FILE--
<?php
use StreamIpc\Serialization\NativeMessageSerializer;

require __DIR__ . '/../support/no-notices.php';
require __DIR__ . '/../support/show.php';

show((new NativeMessageSerializer())->deserialize('O:10:"App\Nobody":1:{s:1:"a";i:1;}'));
--EXPECT--
error: Received message does not implement Message interface: O:10:"App\\Nobody":1:{s:1:"a";i:1;}
