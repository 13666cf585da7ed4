--TEST--
Native: properties with hooks are written and read as by serialize() and unserialize(), which call none
--SKIPIF--
<?php
if (PHP_VERSION_ID < 80400) die('skip there are none before PHP 8.4');
--FILE--
<?php
use StreamIpc\Message\Message;
use StreamIpc\Serialization\NativeMessageSerializer;

class Base implements Message
{
    public int $plain = 1;
    public string $text = 'base';
}
final class Hooked extends Base
{
    public string $backed = 'b' { get { echo 'get '; return $this->backed; } set { echo 'set '; $this->backed = $value; } }
    public int $virtual { get { echo 'virtual '; return 5; } }
    public string $text { get { echo 'text '; return parent::$text::get(); } }
    public private(set) array $asymmetric = [1];
}

$serializer = new NativeMessageSerializer();
$message = new Hooked();
var_dump($serializer->serialize($message) === serialize($message));
$read = $serializer->deserialize(serialize($message));
var_dump((array) $read === (array) $message);
$payload = 'O:6:"Hooked":1:{s:7:"virtual";i:6;}';
var_dump($serializer->deserialize($payload)::class, @unserialize($payload));
--EXPECT--
bool(true)
bool(true)
string(28) "StreamIpc\Message\LogMessage"
bool(false)
