--TEST--
Native: without an argument and with true every class is allowed
--FILE--
<?php
use StreamIpc\Message\Message;
use StreamIpc\Serialization\NativeMessageSerializer;

require __DIR__ . '/../support/show.php';

final class Note implements Message { public ?object $extra = null; }
$payload = 'O:4:"Note":1:{s:5:"extra";O:8:"stdClass":1:{s:1:"a";i:1;}}';
show((new NativeMessageSerializer())->deserialize($payload));
show((new NativeMessageSerializer(true))->deserialize($payload));
show((new NativeMessageSerializer(allowedClasses: true))->deserialize($payload));
--EXPECT--
Note {"extra":{"a":1}}
Note {"extra":{"a":1}}
Note {"extra":{"a":1}}
