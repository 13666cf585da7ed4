--TEST--
A deserializer may suspend the fiber that feeds
--FILE--
<?php
use StreamIpc\Message\{LogMessage, Message};
use StreamIpc\Serialization\MessageSerializer;
use StreamIpc\Transport\FrameCodec;

require __DIR__ . '/../support/frame.php';
require __DIR__ . '/../support/show.php';

final class Waiting implements MessageSerializer
{
    public function serialize(Message $data): string { return $data->message; }
    public function deserialize(string $data): Message
    {
        return new LogMessage($data . ' ' . Fiber::suspend($data));
    }
}

$codec = new FrameCodec(new Waiting());
$fiber = new Fiber(fn() => $codec->feed(frame_of('one') . frame_of('two')));
var_dump($fiber->start());
var_dump($fiber->resume('after a while'));
$fiber->resume('later');
show(...$fiber->getReturn());

// One that is never resumed is cleaned up.
$abandoned = new Fiber(fn() => $codec->feed(frame_of('three') . frame_of('four')));
var_dump($abandoned->start());
unset($abandoned);
gc_collect_cycles();
echo "done\n";
--EXPECT--
string(3) "one"
string(3) "two"
info: one after a while
info: two later
string(5) "three"
done
