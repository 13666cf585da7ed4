--TEST--
Native: an autoloader is asked for the classes of a payload
--FILE--
<?php
use StreamIpc\Message\Message;
use StreamIpc\Serialization\NativeMessageSerializer;

require __DIR__ . '/../support/show.php';

spl_autoload_register(function (string $class): void {
    echo "asked for $class\n";
    if ($class === 'Late') {
        eval('final class Late implements StreamIpc\Message\Message { public int $n; }');
    }
});
show((new NativeMessageSerializer())->deserialize('O:4:"Late":1:{s:1:"n";i:3;}'));
show((new NativeMessageSerializer())->deserialize('O:5:"Never":0:{}'));
--EXPECT--
asked for Late
Late {"n":3}
asked for Never
error: Received message does not implement Message interface: O:5:"Never":0:{}
