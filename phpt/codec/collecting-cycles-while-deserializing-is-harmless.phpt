--TEST--
gc_collect_cycles() inside a deserializer, and messages in cycles, are harmless
--FILE--
<?php
use StreamIpc\Message\Message;
use StreamIpc\Serialization\{MessageSerializer, NativeMessageSerializer};
use StreamIpc\Transport\FrameCodec;

final class Ring implements Message
{
    public ?Ring $next = null;
    public static int $destroyed = 0;
    public function __construct(public int $number) {}
    public function __destruct() { self::$destroyed++; }
}
final class Collecting implements MessageSerializer
{
    public function __construct(private NativeMessageSerializer $inner = new NativeMessageSerializer()) {}
    public function serialize(Message $data): string { return $this->inner->serialize($data); }
    public function deserialize(string $data): Message
    {
        $message = $this->inner->deserialize($data);
        gc_collect_cycles();
        return $message;
    }
}

$codec = new FrameCodec(new Collecting());
$stream = '';
for ($i = 0; $i < 50; $i++) {
    $ring = new Ring($i);
    $ring->next = $ring;
    $stream .= $codec->pack($ring);
}
unset($ring);
gc_collect_cycles();
Ring::$destroyed = 0;
$received = $codec->feed($stream);
var_dump(count($received), $received[49]->next->number, Ring::$destroyed);
unset($received);
gc_collect_cycles();
var_dump(Ring::$destroyed);
--EXPECT--
int(50)
int(49)
int(0)
int(50)
