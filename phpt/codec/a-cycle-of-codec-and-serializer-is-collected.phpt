--TEST--
A cycle of a codec and its serializer is collected, also with bytes and messages left in the codec
--FILE--
<?php
use StreamIpc\Message\{LogMessage, Message};
use StreamIpc\Serialization\MessageSerializer;
use StreamIpc\Transport\FrameCodec;

require __DIR__ . '/../support/frame.php';

final class Cyclic implements MessageSerializer
{
    public ?FrameCodec $codec = null;
    public function serialize(Message $data): string { return $data->message; }
    public function deserialize(string $data): Message { return new LogMessage($data); }
}

gc_collect_cycles();
foreach (['', 'junk' . frame_of('x') . frame_of(str_repeat('y', 200)) . frame_of('z'), substr(frame_of('unfinished'), 0, 12)] as $bytes) {
    $serializer = new Cyclic();
    $serializer->codec = new FrameCodec($serializer, 100);
    $serializer->codec->feed($bytes);
    $codec = WeakReference::create($serializer->codec);
    unset($serializer);
    var_dump($codec->get() !== null, gc_collect_cycles() > 0, $codec->get());
}
--EXPECT--
bool(true)
bool(true)
NULL
bool(true)
bool(true)
NULL
bool(true)
bool(true)
NULL
