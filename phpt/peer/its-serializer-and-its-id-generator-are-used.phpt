--TEST--
A peer uses the serializer and the request id generator that it was made with
--FILE--
<?php

use StreamIpc\Envelope\Id\RequestIdGenerator;
use StreamIpc\Envelope\RequestEnvelope;
use StreamIpc\Envelope\ResponseEnvelope;
use StreamIpc\Message\LogMessage;
use StreamIpc\Message\Message;
use StreamIpc\NativeIpcPeer;
use StreamIpc\Serialization\MessageSerializer;
use StreamIpc\Transport\FrameCodec;

require __DIR__ . '/../support/peers.php';

final class Spelling implements MessageSerializer
{
    public function serialize(Message $data): string
    {
        return match (true) {
            $data instanceof RequestEnvelope => "request $data->id " . $data->request->message,
            $data instanceof ResponseEnvelope => "response $data->id " . $data->response->message,
            $data instanceof LogMessage => "log $data->message",
        };
    }

    public function deserialize(string $data): Message
    {
        return match (explode(' ', $data)[0]) {
            'request' => new RequestEnvelope(explode(' ', $data)[1], new LogMessage(explode(' ', $data, 3)[2])),
            'response' => new ResponseEnvelope(explode(' ', $data)[1], new LogMessage(explode(' ', $data, 3)[2])),
            'log' => new LogMessage(substr($data, 4)),
        };
    }
}

final class Counting implements RequestIdGenerator
{
    private int $last = 0;

    public function generate(): string
    {
        return (string) ++$this->last;
    }
}

$peer = new NativeIpcPeer(idGen: new Counting(), defaultSerializer: new Spelling());
[$session, $socket] = session_and_socket($peer);
$session->notify(new LogMessage('hello'));
echo json_encode(substr(fread($socket, 1000), 8)), "\n";
foreach (['one', 'two'] as $question) {
    $promise = $session->request(new LogMessage($question));
    $request = substr(fread($socket, 1000), 8);
    echo $request, "\n";
    $response = 'response ' . explode(' ', $request)[1] . " $question was asked";
    fwrite($socket, FrameCodec::MAGIC . pack('N', strlen($response)) . $response);
    echo $promise->await()->message, "\n";
}
--EXPECT--
"log hello"
request 1 one
one was asked
request 2 two
two was asked
