--TEST--
A serializer and an id generator of user code that hold the peer are collected with it
--FILE--
<?php

use StreamIpc\Envelope\Id\RequestIdGenerator;
use StreamIpc\Message\LogMessage;
use StreamIpc\Message\Message;
use StreamIpc\NativeIpcPeer;
use StreamIpc\Serialization\MessageSerializer;
use StreamIpc\Transport\FrameCodec;
use StreamIpc\Transport\NativeFrameReader;

require __DIR__ . '/../support/peers.php';

final class Tool implements MessageSerializer, RequestIdGenerator
{
    public array $held = [];

    public function serialize(Message $data): string
    {
        return $data->message;
    }

    public function deserialize(string $data): Message
    {
        return new LogMessage($data);
    }

    public function generate(): string
    {
        return 'id';
    }

    public function __destruct()
    {
        echo "tool gone\n";
    }
}

(function () {
    $tool = new Tool();
    $peer = new NativeIpcPeer($tool, $tool);
    [$session, $socket] = session_and_socket($peer);
    $tool->held = [$peer, $session, new NativeFrameReader($socket, $tool), new FrameCodec($tool)];
})();
echo "before\n";
gc_collect_cycles();
echo "after\n";
--EXPECT--
before
tool gone
after
