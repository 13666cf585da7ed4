--TEST--
Native: a serializer used while another one is at work keeps to its own allowed classes, and so does the other
--FILE--
<?php
use StreamIpc\Message\Message;
use StreamIpc\Serialization\NativeMessageSerializer;

require __DIR__ . '/../support/no-notices.php';

final class Outer implements Message
{
    public array $seen = [];
    public mixed $after = null;
    public function __wakeup(): void
    {
        $this->seen[] = (new NativeMessageSerializer(false))->deserialize('O:4:"Note":0:{}')::class;
        $this->seen[] = (new NativeMessageSerializer())->deserialize('O:4:"Note":0:{}')::class;
        $this->seen[] = unserialize('O:4:"Note":0:{}')::class;
    }
}
final class Note implements Message {}

$payload = 'a:2:{i:0;O:5:"Outer":0:{}i:1;O:4:"Note":0:{}}';
$outer = (new NativeMessageSerializer([Outer::class]))->deserialize('O:5:"Outer":1:{s:5:"after";O:4:"Note":0:{}}');
echo implode("\n", $outer->seen), "\n", $outer->after::class, "\n";
echo unserialize(serialize(new Note()))::class, "\n";
--EXPECT--
StreamIpc\Message\LogMessage
Note
Note
__PHP_Incomplete_Class
Note
