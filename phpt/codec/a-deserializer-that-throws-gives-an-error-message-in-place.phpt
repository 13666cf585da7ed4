--TEST--
If a deserializer throws, an ErrorMessage takes the place of the message
--FILE--
<?php
use StreamIpc\Message\{LogMessage, Message};
use StreamIpc\Serialization\MessageSerializer;
use StreamIpc\Transport\FrameCodec;

require __DIR__ . '/../support/frame.php';
require __DIR__ . '/../support/show.php';

final class Picky implements MessageSerializer
{
    public function serialize(Message $data): string { return $data->message; }
    public function deserialize(string $data): Message
    {
        return match ($data) {
            'exception' => throw new DomainException('not that'),
            'error' => intdiv(1, 0),
            default => new LogMessage($data),
        };
    }
}

$messages = (new FrameCodec(new Picky()))->feed(frame_of('a') . frame_of('exception') . 'junk' . frame_of('error') . frame_of('b'));
show(...$messages);
var_dump(str_contains($messages[1]->toString(), 'Picky->deserialize('));
--EXPECT--
info: a
ErrorMessage: Failed to deserialize message payload
DomainException: not that
junk: junk
ErrorMessage: Failed to deserialize message payload
DivisionByZeroError: Division by zero
info: b
bool(true)
