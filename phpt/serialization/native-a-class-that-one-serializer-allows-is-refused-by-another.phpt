--TEST--
A class that one serializer allows is refused by another that does not, also when an object of it was read just before
--FILE--
<?php

use StreamIpc\Message\Message;
use StreamIpc\Serialization\NativeMessageSerializer;

final class Refused implements Message
{
    public function __construct(public string $text = 'refused')
    {
    }
}

final class Allowed implements Message
{
    public function __construct(public mixed $content = null)
    {
    }
}

$all = new NativeMessageSerializer();
$some = new NativeMessageSerializer(['allowed']);
foreach ([new Refused(), new Allowed(), new Allowed(new Refused())] as $message) {
    $payload = serialize($message);
    for ($i = 0; $i < 2; $i++) {
        echo get_debug_type($all->deserialize($payload)), ', ';
        $read = $some->deserialize($payload);
        echo get_debug_type($read), ' ', get_debug_type($read->content ?? null), "\n";
    }
}
--EXPECT--
Refused, StreamIpc\Message\LogMessage null
Refused, StreamIpc\Message\LogMessage null
Allowed, Allowed null
Allowed, Allowed null
Allowed, Allowed __PHP_Incomplete_Class
Allowed, Allowed __PHP_Incomplete_Class
