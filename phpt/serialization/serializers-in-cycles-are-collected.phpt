--TEST--
User serializers and messages that hold each other and a codec are collected
--FILE--
<?php
use StreamIpc\Message\{LogMessage, Message};
use StreamIpc\Serialization\{JsonMessageSerializer, MessageSerializer};
use StreamIpc\Transport\FrameCodec;

final class Wrapper implements MessageSerializer
{
    public array $held = [];
    public function __construct(private MessageSerializer $inner) {}
    public function serialize(Message $data): string { return $this->inner->serialize($data); }
    public function deserialize(string $data): Message { return $this->held[] = $this->inner->deserialize($data); }
}

gc_collect_cycles();
$outer = new Wrapper(new Wrapper(new JsonMessageSerializer()));
$codec = new FrameCodec($outer);
$outer->held[] = $codec;
$outer->held[] = fn() => $codec;
$codec->feed($codec->pack(new LogMessage('kept')));
$weak = WeakReference::create($codec);
unset($codec, $outer);
var_dump(gc_collect_cycles() > 0, $weak->get());
--EXPECT--
bool(true)
NULL
