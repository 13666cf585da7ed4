--TEST--
Native: no code of a class that is not allowed runs, and it is not autoloaded
--FILE--
<?php
use StreamIpc\Message\Message;
use StreamIpc\Serialization\NativeMessageSerializer;

require __DIR__ . '/../support/no-notices.php';

final class Trap implements Message
{
    public function __construct() {}
    public function __wakeup(): void { echo "__wakeup ran\n"; }
    public function __destruct() { echo "__destruct ran\n"; }
}
final class Spring implements Message
{
    public function __unserialize(array $data): void { echo "__unserialize ran\n"; }
}

spl_autoload_register(fn(string $class) => print("autoloader asked for $class\n"));
$serializer = new NativeMessageSerializer(false);
foreach (['O:4:"Trap":0:{}', 'O:6:"Spring":0:{}', 'O:6:"Nobody":0:{}', 'a:1:{i:0;O:4:"Trap":0:{}}', 'C:4:"Trap":0:{}'] as $payload) {
    $serializer->deserialize($payload);
}
echo "nothing ran\n";
--EXPECT--
nothing ran
