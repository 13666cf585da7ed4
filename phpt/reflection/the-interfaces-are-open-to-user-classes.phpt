--TEST--
User classes implement the interfaces and pass as them, with narrower types of their own too
--FILE--
<?php
use StreamIpc\Envelope\Id\RequestIdGenerator;
use StreamIpc\Message\{LogMessage, Message};
use StreamIpc\Serialization\MessageSerializer;
use StreamIpc\Transport\MessageTransport;

$serializer = new class implements MessageSerializer {
    public function serialize(Message $data): string { return $data->message; }
    public function deserialize(string $data): LogMessage { return new LogMessage($data); }
};
$transport = new class implements MessageTransport {
    public function send(Message $message): void { echo "sent $message->message\n"; }
};
$ids = new class implements RequestIdGenerator {
    public function generate(): string { return 'id'; }
};
interface Event extends Message {}
enum Level implements Event { case High; }

var_dump($serializer instanceof MessageSerializer, $transport instanceof MessageTransport);
var_dump($ids instanceof RequestIdGenerator, Level::High instanceof Message);
echo $serializer->serialize($serializer->deserialize('text')), "\n";
$transport->send(new LogMessage('it'));
--EXPECT--
bool(true)
bool(true)
bool(true)
bool(true)
text
sent it
