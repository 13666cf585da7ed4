--TEST--
Native: warnings of PHP's parser never reach the user's error handler
--FILE--
<?php
use StreamIpc\Message\Message;
use StreamIpc\Serialization\NativeMessageSerializer;

require __DIR__ . '/../support/no-notices.php';

enum Suit: string { case Hearts = 'H'; const WRONG = 1; }
final class Card implements Message { public mixed $suit = null; }

$serializer = new NativeMessageSerializer();
foreach ([
    'E:10:"Suit:Clubs";',
    'E:10:"Suit:WRONG";',
    'E:11:"Nobody:Home";',
    'E:9:"Card:suit";',
    'E:4:"Suit";',
    'O:4:"Card":1:{s:4:"suit";E:10:"Suit:Clubs";}',
    'O:4:"Suit":0:{}',
    'C:4:"Card":0:{}',
    'C:6:"Nobody":3:{abc}',
    'C:11:"ArrayObject":5:{wrong}',
    'O:4:"Card":1:{s:4:"suit";i:1;}trailing bytes',
    'O:8:"DateTime":1:{s:4:"date";i:1;}',
    str_repeat('a:1:{i:0;', 5000) . 'N;' . str_repeat('}', 5000),
] as $payload) {
    try {
        $serializer->deserialize($payload);
    } catch (Throwable) {
        // An exception is told by whoever called; here only the handler counts.
    }
}
echo "done\n";
--EXPECT--
done
