--TEST--
Messages of many classes in turn, within each other, with properties of a parent and properties that are not set, are written as serialize() does and read back as they were
--FILE--
<?php

use StreamIpc\Message\LogMessage;
use StreamIpc\Message\Message;
use StreamIpc\Serialization\NativeMessageSerializer;

class Base
{
    private int $number = 1;
    protected ?string $note = null;

    public function __construct(int $number)
    {
        $this->number = $number;
    }
}

const CLASSES = 50;
for ($i = 0; $i < CLASSES; $i++) {
    // The same names of properties in other orders, and one name that is the start of another.
    [$first, $second] = $i % 2 ? ['content', 'contents'] : ['contents', 'content'];
    eval("class Message$i extends Base implements StreamIpc\Message\Message {
        private int \$number = $i;
        public mixed \$$first = null;
        public mixed \$$second = null;
        public int \$unset;
    }");
}
$messages = [];
for ($i = 0; $i < CLASSES; $i++) {
    $class = "Message$i";
    $messages[$i] = new $class($i + 1000);
    $messages[$i]->content = $messages[$i - 1] ?? 'the innermost';
    $messages[$i]->contents = [$i, new LogMessage("in $i")];
    if ($i % 3 === 0) {
        $messages[$i]->unset = $i;
    }
    if ($i % 7 === 0) {
        // As deep as ten lie within each other.
        $messages[$i]->content = null;
    }
}
$allowed = array_map(fn ($i) => "message$i", range(0, CLASSES - 1));
foreach ([new NativeMessageSerializer(), new NativeMessageSerializer($allowed)] as $serializer) {
    foreach ([...$messages, ...array_reverse($messages), ...$messages] as $message) {
        $payload = $serializer->serialize($message);
        if ($payload !== serialize($message)) {
            echo 'written otherwise: ', $payload, "\n";
        }
        // == would compare unset properties as equal to none.
        $read = $serializer->deserialize($payload);
        if ($read::class !== $message::class || serialize($read) !== $payload) {
            echo 'read otherwise: ', serialize($read), "\n";
        }
    }
}
echo "done\n";
--EXPECT--
done
