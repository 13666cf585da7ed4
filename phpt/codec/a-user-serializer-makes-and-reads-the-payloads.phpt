--TEST--
A user's serializer writes and reads the payloads
--FILE--
<?php
use StreamIpc\Message\{LogMessage, Message};
use StreamIpc\Serialization\MessageSerializer;
use StreamIpc\Transport\FrameCodec;

require __DIR__ . '/../support/show.php';

class Reversing implements MessageSerializer
{
    public function serialize(Message $data): string { return strrev($data->message); }
    public function deserialize(string $data): Message { return new LogMessage(strrev($data)); }
}
final class Loud extends Reversing
{
    public function deserialize(string $data): LogMessage { return new LogMessage(strtoupper(strrev($data)), 'loud'); }
}

$frame = (new FrameCodec(new Reversing()))->pack(new LogMessage('abc'));
echo addcslashes($frame, "\0..\37\177..\377"), "\n";
show(...(new FrameCodec(new Reversing()))->feed($frame));
show(...(new FrameCodec(new Loud()))->feed($frame));
--EXPECT--
\363J\235\342\000\000\000\003cba
info: abc
loud: ABC
