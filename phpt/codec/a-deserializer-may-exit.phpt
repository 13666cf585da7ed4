--TEST--
exit() in a deserializer ends the script in order
--FILE--
<?php
use StreamIpc\Message\{LogMessage, Message};
use StreamIpc\Serialization\MessageSerializer;
use StreamIpc\Transport\FrameCodec;

require __DIR__ . '/../support/frame.php';

final class Exiting implements MessageSerializer
{
    public function serialize(Message $data): string { return $data->message; }
    public function deserialize(string $data): Message { exit("exit in deserialize()\n"); }
    public function __destruct() { echo "destructor\n"; }
}

register_shutdown_function(fn() => print("shutdown function\n"));
$codec = new FrameCodec(new Exiting());
try {
    $codec->feed(frame_of('one') . frame_of('two'));
} catch (Throwable $e) {
    echo 'caught ', $e::class, "\n";
} finally {
    echo "finally\n";
}
echo "not reached\n";
--EXPECT--
exit in deserialize()
shutdown function
destructor
