--TEST--
Native: a class whose messages hold an object of the engine now and then is written as serialize() does and read back as it was
--FILE--
<?php
use StreamIpc\Message\Message;
use StreamIpc\Serialization\NativeMessageSerializer;

final class Note implements Message
{
    public function __construct(public array $lines, public mixed $date = null) {}
}

$serializer = new NativeMessageSerializer();
for ($i = 0; $i < 1000; $i++) {
    // Long runs of either kind, short ones, and each in turn.
    $is_dated = $i < 300 ? $i % 150 < 5 : $i % 7 > $i % 3;
    $note = new Note(["line $i"], $is_dated ? new DateTimeImmutable("@$i") : null);
    $payload = $serializer->serialize($note);
    if ($payload !== serialize($note) || $serializer->deserialize($payload) != $note) {
        echo "$i: $payload\n";
    }
}
echo "done\n";
--EXPECT--
done
