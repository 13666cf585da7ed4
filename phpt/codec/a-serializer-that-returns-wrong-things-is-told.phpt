--TEST--
If a serializer returns a wrong type, pack() throws PHP's TypeError, and feed() returns an ErrorMessage in place of the message
--FILE--
<?php
declare(strict_types=1);

use StreamIpc\Message\{LogMessage, Message};
use StreamIpc\Serialization\MessageSerializer;
use StreamIpc\Transport\FrameCodec;

require __DIR__ . '/../support/frame.php';
require __DIR__ . '/../support/show.php';
require __DIR__ . '/../support/thrown.php';

final class Wrong implements MessageSerializer
{
    public function serialize(Message $data): string { return 5; }
    public function deserialize(string $data): Message
    {
        if ($data !== 'nothing') {
            return $data === 'null' ? null : new ArrayObject();
        }
    }
}

$codec = new FrameCodec(new Wrong());
thrown(fn() => $codec->pack(new LogMessage('x')));
show(...$codec->feed(frame_of('null') . frame_of('object') . frame_of('nothing')));
--EXPECT--
TypeError: Wrong::serialize(): Return value must be of type string, int returned
ErrorMessage: Failed to deserialize message payload
TypeError: Wrong::deserialize(): Return value must be of type StreamIpc\Message\Message, null returned
ErrorMessage: Failed to deserialize message payload
TypeError: Wrong::deserialize(): Return value must be of type StreamIpc\Message\Message, ArrayObject returned
ErrorMessage: Failed to deserialize message payload
TypeError: Wrong::deserialize(): Return value must be of type StreamIpc\Message\Message, none returned
