--TEST--
A deserializer that feeds the codec it works for loses no message
--FILE--
<?php
use StreamIpc\Message\{LogMessage, Message};
use StreamIpc\Serialization\MessageSerializer;
use StreamIpc\Transport\FrameCodec;

require __DIR__ . '/../support/frame.php';

final class Greedy implements MessageSerializer
{
    public ?FrameCodec $codec = null;
    public array $inner = [];
    public function serialize(Message $data): string { return $data->message; }
    public function deserialize(string $data): Message
    {
        if ($data === 'feed') {
            $this->inner = $this->codec->feed(frame_of('from inside'));
        }
        return new LogMessage($data);
    }
}

$serializer = new Greedy();
$serializer->codec = new FrameCodec($serializer);
$outer = $serializer->codec->feed(frame_of('first') . frame_of('feed') . frame_of('last'));
$texts = array_map(fn(LogMessage $m) => $m->message, [...$outer, ...$serializer->inner]);
sort($texts);
echo implode(', ', $texts), "\n";
var_dump($serializer->codec->hasBufferedData());
--EXPECT--
feed, first, from inside, last
bool(false)
