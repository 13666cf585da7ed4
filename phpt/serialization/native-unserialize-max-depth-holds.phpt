--TEST--
Native: a payload nested deeper than unserialize_max_depth is refused; others are read
--FILE--
<?php
use StreamIpc\Message\Message;
use StreamIpc\Serialization\NativeMessageSerializer;

final class Nested implements Message
{
    public mixed $inner = null;
    public static function in(int $levels, bool $array): self
    {
        $nested = new self();
        if ($levels > 1) {
            $nested->inner = $array ? [self::in($levels - 2, $array)] : self::in($levels - 1, $array);
        }
        return $nested;
    }
}

$serializer = new NativeMessageSerializer();
foreach (['4096', '100', '7', '3', '0'] as $depth) {
    ini_set('unserialize_max_depth', $depth);
    foreach ([true, false] as $array) {
        $deepest = 0;
        for ($levels = 1; $levels <= 151; $levels += 2) {
            $payload = serialize(Nested::in($levels, $array));
            $read = $serializer->deserialize($payload) instanceof Nested;
            if ($read !== (@unserialize($payload) !== false)) {
                echo "Depth $depth, $levels levels: ", $read ? 'read' : 'refused', "\n";
            }
            $deepest = $read ? $levels : $deepest;
        }
        echo "$depth: $deepest\n";
    }
}
--EXPECT--
4096: 151
4096: 151
100: 99
100: 99
7: 7
7: 7
3: 3
3: 3
0: 151
0: 151
