--TEST--
An exception of __unserialize(), __wakeup() or a typed property of a message becomes an ErrorMessage in its place
--FILE--
<?php
use StreamIpc\Message\{LogMessage, Message};
use StreamIpc\Serialization\NativeMessageSerializer;
use StreamIpc\Transport\FrameCodec;

require __DIR__ . '/../support/frame.php';
require __DIR__ . '/../support/show.php';

final class Broken implements Message
{
    public function __unserialize(array $data): void { throw new DomainException('cannot be rebuilt'); }
}
final class Sleepless implements Message
{
    public int $number = 1;
    public function __wakeup(): void { throw new LogicException('cannot wake up'); }
}

$log = frame_of(serialize(new LogMessage('good')));
show(...(new FrameCodec(new NativeMessageSerializer()))->feed(
    $log . frame_of('O:6:"Broken":0:{}') . $log . frame_of('O:9:"Sleepless":0:{}')
        . frame_of('O:9:"Sleepless":1:{s:6:"number";s:3:"one";}') . $log,
));
--EXPECT--
info: good
ErrorMessage: Failed to deserialize message payload
DomainException: cannot be rebuilt
info: good
ErrorMessage: Failed to deserialize message payload
LogicException: cannot wake up
ErrorMessage: Failed to deserialize message payload
TypeError: Cannot assign string to property Sleepless::$number of type int
info: good
